/* models/rcu/qrcu.ts, step for step: one atomic for each step, no init process. */
#ifndef READERS
#define READERS 2
#endif
#ifndef UPDATERS
#define UPDATERS 2
#endif
#define NOBODY 7

bit idx;
byte ctr[2] = { 1, 0 };
byte progress[READERS];
byte mutex = NOBODY;

#define OVERTAKEN(r) (start[r] == 1 && progress[r] == 1)
#if READERS == 1
#define ANY_OVERTAKEN (OVERTAKEN(0))
#define SNAPSHOT start[0] = progress[0]
#elif READERS == 2
#define ANY_OVERTAKEN (OVERTAKEN(0) || OVERTAKEN(1))
#define SNAPSHOT start[0] = progress[0]; start[1] = progress[1]
#else
#define ANY_OVERTAKEN (OVERTAKEN(0) || OVERTAKEN(1) || OVERTAKEN(2))
#define SNAPSHOT start[0] = progress[0]; start[1] = progress[1]; start[2] = progress[2]
#endif

active [READERS] proctype reader() {
  bit my;
load:
  atomic { my = idx };
enter:
  atomic { if :: ctr[my] == 0 -> goto load :: else -> ctr[my]++ fi };
inside:
  atomic { progress[_pid] = 1 };
leave:
  atomic { progress[_pid] = 2 };
exit:
  atomic { ctr[my]-- }
}

active [UPDATERS] proctype updater() {
  bit i;
  byte sum;
  byte start[READERS];
snapshot:
  atomic { SNAPSHOT };
sumA:
  atomic { if :: sum = ctr[0]; i = 1 :: sum = ctr[1]; i = 0 fi };
addA:
  atomic { sum = sum + ctr[i] };
testA:
  atomic { if :: sum > 1 -> goto decide :: else fi };
sumB:
  atomic { if :: sum = ctr[0]; i = 1 :: sum = ctr[1]; i = 0 fi };
addB:
  atomic { sum = sum + ctr[i] };
decide:
  atomic { if :: sum > 1 :: else -> goto verify fi };
lock:
  atomic { mutex == NOBODY -> mutex = _pid - READERS };
bump:
  atomic { ctr[1 - idx]++ };
flip:
  atomic { idx = 1 - idx };
drop:
  atomic { ctr[1 - idx]-- };
wait:
  atomic { ctr[1 - idx] == 0 };
unlock:
  atomic { mutex = NOBODY };
verify:
  atomic { assert(!(ANY_OVERTAKEN)); sum = 0; i = 0; goto snapshot }
}
