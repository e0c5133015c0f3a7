/* A buddy allocator: blocks of 2^order units, a list of free blocks for each order. */
#define ORDERS 5
#define CLIENTS 4
#define UNITS 16

byte n[ORDERS] = { 0, 0, 0, 0, 1 };
typedef List { byte start[UNITS] };
List free[ORDERS];
typedef Block { bool held; byte start, order };
Block held[CLIENTS];

/* Scratch, within a d_step. */
hidden byte i, j, k, from, at, block, owners[UNITS];

inline unshift(list, value) {
  k = n[list];
  do
  :: k > 0 -> free[list].start[k] = free[list].start[k - 1]; k--
  :: else -> break
  od;
  free[list].start[0] = value;
  n[list]++
}

inline remove(list, place) {
  k = place;
  do
  :: k + 1 < n[list] -> free[list].start[k] = free[list].start[k + 1]; k++
  :: else -> break
  od;
  n[list]--;
  free[list].start[n[list]] = 0
}

inline cover() {   /* the block at `at` of order `from` */
  k = at;
  do
  :: k < at + (1 << from) -> owners[k]++; k++
  :: else -> break
  od
}

inline check() {
  i = 0;
  do :: i < UNITS -> owners[i] = 0; i++ :: else -> break od;
  i = 0;
  do
  :: i < ORDERS ->
     j = 0;
     do
     :: j < n[i] -> at = free[i].start[j]; from = i; cover(); j++
     :: else -> break
     od;
     i++
  :: else -> break
  od;
  i = 0;
  do
  :: i < CLIENTS ->
     if
     :: held[i].held -> at = held[i].start; from = held[i].order; cover()
     :: else
     fi;
     i++
  :: else -> break
  od;
  i = 0;
  do :: i < UNITS -> assert(owners[i] == 1); i++ :: else -> break od;
  i = 0
}

#define FITS(o) (n[o] > 0 || (o < 1 && n[1] > 0) || (o < 2 && n[2] > 0) || (o < 3 && n[3] > 0) || n[4] > 0)

#define ALLOCATE(o) \
  :: d_step { \
       FITS(o) -> \
       from = o; \
       do \
       :: n[from] == 0 -> from++ \
       :: else -> break \
       od; \
       block = free[from].start[0]; \
       remove(from, 0); \
       do \
       :: from > o -> from--; unshift(from, block + (1 << from)) \
       :: else -> break \
       od; \
       held[_pid].held = true; \
       held[_pid].start = block; \
       held[_pid].order = o; \
       check() \
     }

active [CLIENTS] proctype client() {
allocate:
  if
  ALLOCATE(0)
  ALLOCATE(1)
  ALLOCATE(2)
  ALLOCATE(3)
  fi;
  atomic {
    d_step {
      block = held[_pid].start;
      from = held[_pid].order;
      held[_pid].held = false;
      held[_pid].start = 0;
      held[_pid].order = 0;
      do
      :: from < ORDERS - 1 ->
         at = 0;
         do
         :: at < n[from] && free[from].start[at] != (block ^ (1 << from)) -> at++
         :: else -> break
         od;
         if
         :: at == n[from] -> break
         :: else ->
            remove(from, at);
            block = block & ~(1 << from);
            from++
         fi
      :: else -> break
      od;
      unshift(from, block);
      check()
    };
    goto allocate
  }
}
