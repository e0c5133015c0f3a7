/* bench/models/philosophers.ts, step for step. */
#ifndef COUNT
#define COUNT 10
#endif

bit taken[COUNT];

active [COUNT] proctype philosopher() {
left:
  atomic { !taken[_pid] -> taken[_pid] = 1 };
right:
  atomic { !taken[(_pid + 1) % COUNT] -> taken[(_pid + 1) % COUNT] = 1 };
eat:
  atomic { skip };
dropLeft:
  atomic { taken[_pid] = 0 };
dropRight:
  atomic { taken[(_pid + 1) % COUNT] = 0; goto left }
}
