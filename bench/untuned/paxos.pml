/* Single-decree Paxos; messages are never lost, only not yet received. Ballots count from 1, 0 is none; so do values. */
#define ACCEPTORS 3
#define BALLOTS 3
#define VALUES 3

typedef Promise { bool sent; byte ballot; byte value };
typedef Acceptor {
  byte promised;
  byte ballot, value;                 /* voted for */
  Promise promise[BALLOTS + 1];
  byte accept[BALLOTS + 1]            /* a value, or 0: not sent */
};

bool prepare[BALLOTS + 1];
byte proposal[BALLOTS + 1];           /* a value, or 0: not sent */
Acceptor acceptors[ACCEPTORS];
bool chosen[VALUES + 1];              /* scratch */

#define HIGHER(a, b) (acceptors[a].promise[ballot].ballot >= acceptors[b].promise[ballot].ballot -> acceptors[a].promise[ballot].value : acceptors[b].promise[ballot].value)

#define PROPOSE(a, b) \
  :: atomic { \
       proposal[ballot] == 0 && acceptors[a].promise[ballot].sent && acceptors[b].promise[ballot].sent -> \
       if \
       :: acceptors[a].promise[ballot].value == 0 && acceptors[b].promise[ballot].value == 0 -> \
          if \
          :: proposal[ballot] = 1 \
          :: proposal[ballot] = 2 \
          :: proposal[ballot] = 3 \
          fi \
       :: else -> proposal[ballot] = HIGHER(a, b) \
       fi \
     }

inline check() {
  b = 1;
  do
  :: b <= BALLOTS ->
     v = 1;
     do
     :: v <= VALUES ->
        if
        :: (acceptors[0].accept[b] == v && acceptors[1].accept[b] == v) ||
           (acceptors[0].accept[b] == v && acceptors[2].accept[b] == v) ||
           (acceptors[1].accept[b] == v && acceptors[2].accept[b] == v) -> chosen[v] = true
        :: else
        fi;
        v++
     :: else -> break
     od;
     b++
  :: else -> break
  od;
  assert(chosen[1] + chosen[2] + chosen[3] <= 1);
  chosen[1] = false; chosen[2] = false; chosen[3] = false; b = 0; v = 0
}

/* A proposer for each ballot. */
active [BALLOTS] proctype proposer() {
  byte ballot = _pid + 1;
end:
  do
  :: d_step { !prepare[ballot] -> prepare[ballot] = true }
  PROPOSE(0, 1)
  PROPOSE(0, 2)
  PROPOSE(1, 2)
  od
}

#define ME acceptors[_pid - BALLOTS]

#define PROMISE(n) \
  :: d_step { \
       prepare[n] && n > ME.promised -> \
       ME.promised = n; \
       ME.promise[n].sent = true; \
       ME.promise[n].ballot = ME.ballot; \
       ME.promise[n].value = ME.value \
     }

#define ACCEPT(n) \
  :: d_step { \
       proposal[n] != 0 && n >= ME.promised && ME.ballot != n -> \
       ME.promised = n; \
       ME.ballot = n; \
       ME.value = proposal[n]; \
       ME.accept[n] = proposal[n]; \
       check() \
     }

active [ACCEPTORS] proctype acceptor() {
  byte b, v;
end:
  do
  PROMISE(1)
  PROMISE(2)
  PROMISE(3)
  ACCEPT(1)
  ACCEPT(2)
  ACCEPT(3)
  od
}
