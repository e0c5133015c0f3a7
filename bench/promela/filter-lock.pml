/* bench/models/filter-lock.ts, step for step. */
#ifndef COUNT
#define COUNT 4
#endif

byte level[COUNT];
byte last[COUNT];
byte inside;

#define LOWER(k) (k == _pid || level[k] < l)
#if COUNT == 3
#define ALL_LOWER (LOWER(0) && LOWER(1) && LOWER(2))
#elif COUNT == 4
#define ALL_LOWER (LOWER(0) && LOWER(1) && LOWER(2) && LOWER(3))
#elif COUNT == 5
#define ALL_LOWER (LOWER(0) && LOWER(1) && LOWER(2) && LOWER(3) && LOWER(4))
#else
#define ALL_LOWER (LOWER(0) && LOWER(1) && LOWER(2) && LOWER(3) && LOWER(4) && LOWER(5))
#endif

active [COUNT] proctype process() {
  byte l = 1;
climb:
  atomic { level[_pid] = l };
yield:
  atomic { last[l] = _pid };
wait:
  atomic {
    (last[l] != _pid || ALL_LOWER) ->
      if
      :: l < COUNT - 1 -> l++; goto climb
      :: else -> l = 1
      fi
  };
enter:
  atomic { inside++; assert(inside == 1) };
leave:
  atomic { inside-- };
free:
  atomic { level[_pid] = 0; goto climb }
}
