/* Readers and writers who get in by order of arrival. */
#define R 4
#define W 4

chan queue = [R + W] of { byte };   /* by _pid: readers first */
byte reading;
bool writing;
bit low, high;

active [R] proctype reader() {
  bit seen;
arrive:
  queue!_pid;
  atomic { queue?[eval(_pid)] && !writing -> queue?eval(_pid); reading++; assert(!writing) };
  seen = low;
  atomic { assert(high == seen); seen = 0 };
  atomic { reading--; goto arrive }
}

active [W] proctype writer() {
arrive:
  queue!_pid;
  atomic { queue?[eval(_pid)] && !writing && reading == 0 -> queue?eval(_pid); writing = true; assert(reading == 0) };
  low = 1 - low;
  high = 1 - high;
  atomic { writing = false; goto arrive }
}
