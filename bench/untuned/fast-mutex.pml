/* Lamport's fast mutex (1987). */
#define N 4
#define NONE 255

byte x = NONE, y = NONE;
bool trying[N];
byte inside;

inline enter() { inside++; assert(inside == 1) }

active [N] proctype p() {
  byte j;
start:
  trying[_pid] = true;
  x = _pid;
  atomic { if :: y == NONE -> goto set_y :: else fi };
  trying[_pid] = false;
  atomic { y == NONE -> goto start };
set_y:
  y = _pid;
  atomic { if :: x == _pid -> enter(); goto critical :: else fi };
  trying[_pid] = false;
wait_for_all:
  atomic {
    !trying[j] ->
    j++;
    if
    :: j < N -> goto wait_for_all
    :: else -> j = 0
    fi
  };
  atomic { if :: y == _pid -> enter(); goto critical :: else fi };
  atomic { y == NONE -> goto start };
critical:
  atomic { y = NONE; inside-- };
  atomic { trying[_pid] = false; goto start }
}
