/** The election on a ring in Promela, step for step that of `spec/engine/fixtures/leader-ring.ts`. */
export function leaderRingInPromela({ numbers }: { readonly numbers: string }): string {
  const each = numbers.split(' ')
  return `
#define N ${each.length}
#define NUMS {${each}}
#define ONE 1
#define TWO 2
#define WINNER 3
chan q[N] = [N] of { byte, byte };
byte leaders;
byte numbers[N] = NUMS;
active [N] proctype node() {
  bool passive, knows;
  byte maximum = numbers[_pid];
  byte neighbour, kind = ONE, nr = numbers[_pid];
start:
  atomic { q[(_pid + 1) % N]!kind,nr; kind = 0; nr = 0 };
receive:
  atomic {
    q[_pid]?kind,nr;
    if
    :: kind == WINNER ->
       if :: nr == numbers[_pid] -> leaders++; assert(leaders == 1) :: else fi;
       if :: knows -> kind = 0; nr = 0; goto end :: else -> goto last fi
    :: kind != WINNER && passive -> goto send
    :: kind == ONE && !passive ->
       if
       :: nr != maximum -> neighbour = nr; kind = TWO
       :: else -> knows = true; kind = WINNER
       fi; goto send
    :: kind == TWO && !passive ->
       if
       :: neighbour > nr && neighbour > maximum -> maximum = neighbour; kind = ONE; nr = neighbour; goto send
       :: else -> passive = true; kind = 0; nr = 0; goto receive
       fi
    fi
  };
send:
  atomic { q[(_pid + 1) % N]!kind,nr; kind = 0; nr = 0; goto receive };
last:
  atomic { q[(_pid + 1) % N]!kind,nr; kind = 0; nr = 0 };
end:
  false
}
`.trimStart()
}
