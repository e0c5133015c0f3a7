/** QRCU in Promela, step for step that of `models/rcu/qrcu.ts`: one `atomic` for each of our steps. */
export function qrcuInPromela({ readers, updaters }: { readonly readers: number; readonly updaters: number }): string {
  const all = Array.from({ length: readers }, (_, reader) => reader)
  return `
byte idx;
byte ctr[2] = { 1, 0 };
byte progress[${readers}];
byte mutex;  /* 0: free; else its holder plus 1 */

/* Readers come first. A process that ends is removed in a step of its own, unless a younger one is left. */
active [${readers}] proctype reader() {
  byte my;
load:
  atomic { my = idx };
  atomic {
    if
    :: ctr[my] == 0 -> goto load
    :: else -> ctr[my]++
    fi
  };
  atomic { progress[_pid] = 1 };
  atomic { progress[_pid] = 2 };
  atomic { ctr[my]-- }
}

active [${updaters}] proctype updater() {
  byte i;
  byte sum;
  byte start[${readers}];
snapshot:
  atomic { ${all.map(r => `start[${r}] = progress[${r}]`).join('; ')} };
  atomic {
    if
    :: sum = ctr[0]; i = 1
    :: sum = ctr[1]; i = 0
    fi
  };
  atomic { sum = sum + ctr[i] };
  atomic {
    if
    :: sum > 1 -> goto decide
    :: else
    fi
  };
  atomic {
    if
    :: sum = ctr[0]; i = 1
    :: sum = ctr[1]; i = 0
    fi
  };
  atomic { sum = sum + ctr[i] };
decide:
  atomic {
    if
    :: sum > 1
    :: else -> goto verify
    fi
  };
  atomic { mutex == 0 -> mutex = _pid + 1 };
  atomic { ctr[1 - idx]++ };
  atomic { idx = 1 - idx };
  atomic { ctr[1 - idx]-- };
  atomic { ctr[1 - idx] == 0 };
  atomic { mutex = 0 };
verify:
  atomic {
    assert(!(${all.map(r => `(start[${r}] == 1 && progress[${r}] == 1)`).join(' || ')}));
    sum = 0;
    i = 0;
    goto snapshot
  }
}
`.trimStart()
}
