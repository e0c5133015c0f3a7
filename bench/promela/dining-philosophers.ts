/**
 * The dining philosophers in Promela, step for step those of `models/classic/dining-philosophers.ts`, one of whom takes
 * the forks the other way round, so that they never deadlock.
 */
export function diningPhilosophersInPromela({ philosophers }: { readonly philosophers: number }): string {
  return `
#define FIRST (_pid == 0 -> 1 : _pid)
#define SECOND (_pid == 0 -> 0 : (_pid + 1) % ${philosophers})

byte fork[${philosophers}];  /* 0: on the table; else its holder plus 1 */

active [${philosophers}] proctype philosopher() {
take_first:
  atomic { fork[FIRST] == 0 -> fork[FIRST] = _pid + 1 };
  atomic { fork[SECOND] == 0 -> fork[SECOND] = _pid + 1 };
eat:
  atomic { fork[SECOND] = 0 };
  atomic { fork[FIRST] = 0; goto take_first }
}
`.trimStart()
}
