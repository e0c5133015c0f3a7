/** Peterson's lock for n processes in Promela, step for step that of `models/classic/filter-lock.ts`. */
export function filterLockInPromela({ processes }: { readonly processes: number }): string {
  return `
byte level[${processes}];
byte last[${processes}];

active [${processes}] proctype process() {
  byte at = 1;
  byte other;
raise:
  atomic { level[_pid] = at };
  atomic { last[at] = _pid };
wait:
  atomic {
    if
    :: last[at] == _pid -> other = (_pid == 0 -> 1 : 0)
    :: else -> goto climb
    fi
  };
look:
  atomic {
    if
    :: level[other] >= at -> other = 0; goto wait
    :: else ->
      other = (other + 1 == _pid -> other + 2 : other + 1);
      if
      :: other < ${processes} -> goto look
      :: else
      fi
    fi;
climb:  /* no step of its own: the end of the two above */
    other = 0;
    if
    :: at == ${processes - 1} -> at = 1
    :: else -> at++; goto raise
    fi
  };
critical:
  atomic { level[_pid] = 0; goto raise }
}
`.trimStart()
}
