/* Chase and Lev's work-stealing deque (2005) in a circular array. */
#define TASKS 6
#define SLOTS 4
#define THIEVES 3

short top, bottom;
byte slots[SLOTS];
bool done[TASKS];

inline finish(task) { assert(!done[task]); done[task] = true }

inline raise_top() { top++; assert(top <= bottom + 1) }

active proctype owner() {
  byte next;
  short b, t;
end:
idle:
  atomic {
    if
    :: next < TASKS -> b = bottom
    :: b = bottom; goto lower_bottom
    fi
  };
  atomic {
    if
    :: b - top < SLOTS
    :: else -> b = 0; goto idle
    fi
  };
  atomic { slots[b % SLOTS] = next; next++ };
  atomic { bottom = b + 1; b = 0; goto idle };
lower_bottom:
  atomic { b--; bottom = b; assert(top <= bottom + 1) };
  atomic {
    t = top;
    if
    :: t > b -> goto restore_bottom
    :: t == b -> goto race_for_the_last
    :: t < b
    fi
  };
  atomic { finish(slots[b % SLOTS]); b = 0; t = 0; goto idle };
race_for_the_last:
  atomic {
    if
    :: top == t -> raise_top(); finish(slots[b % SLOTS])
    :: else
    fi
  };
restore_bottom:
  atomic { bottom = b + 1; b = 0; t = 0; goto idle }
}

active [THIEVES] proctype thief() {
  short t;
  byte task;
read_top:
  t = top;
  atomic {
    if
    :: t < bottom
    :: else -> t = 0; goto read_top
    fi
  };
  task = slots[t % SLOTS];
  atomic {
    if
    :: top == t -> raise_top(); finish(task)
    :: else
    fi;
    t = 0;
    task = 0;
    goto read_top
  }
}
