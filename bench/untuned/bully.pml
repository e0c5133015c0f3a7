/* Garcia-Molina's bully election (1982) with crashes, recoveries and a failure detector. */
#define N 4
#define CRASHES 1
#define RECOVERIES 1
#define NONE 255

mtype = { follower, electing, waiting, leader };

bool up[N] = true;
mtype role[N] = { follower, follower, follower, leader };
byte leads[N] = N - 1;
byte crashes, recoveries;

/* Sets of messages: whether one is under way, by sender and receiver. */
typedef To { bool to[N] };
To election[N], alive[N], coordinator[N];

inline elect(id) {
  role[id] = electing;
  leads[id] = NONE;
  i = id + 1;
  do
  :: i < N -> election[id].to[i] = true; i++
  :: else -> break
  od;
  i = 0
}

inline check() {
  i = 0;
  do
  :: i < N ->
     j = i + 1;
     do
     :: j < N -> assert(role[i] != leader || role[j] != leader || coordinator[j].to[i]); j++
     :: else -> break
     od;
     i++
  :: else -> break
  od;
  i = 0; j = 0
}

#define ABOVE_ARE_DOWN ((_pid >= 3 || !up[3]) && (_pid >= 2 || !up[2]) && (_pid >= 1 || !up[1]))

#define RECEIVE_ELECTION(a) \
  :: d_step { \
       election[a].to[_pid] -> \
       election[a].to[_pid] = false; \
       if \
       :: up[_pid] -> \
          alive[_pid].to[a] = true; \
          if \
          :: role[_pid] == follower -> elect(_pid) \
          :: role[_pid] == leader -> coordinator[_pid].to[a] = true \
          :: else \
          fi \
       :: else \
       fi; \
       check() \
     }

#define RECEIVE_ALIVE(a) \
  :: d_step { \
       alive[a].to[_pid] -> \
       alive[a].to[_pid] = false; \
       if \
       :: up[_pid] && role[_pid] == electing -> role[_pid] = waiting \
       :: else \
       fi; \
       check() \
     }

#define RECEIVE_COORDINATOR(a) \
  :: d_step { \
       coordinator[a].to[_pid] -> \
       coordinator[a].to[_pid] = false; \
       if \
       :: up[_pid] -> role[_pid] = follower; leads[_pid] = a \
       :: else \
       fi; \
       check() \
     }

active [N] proctype node() {
  byte i, j;
end:
  do
  :: d_step {
       up[_pid] && crashes < CRASHES ->
       crashes++;
       up[_pid] = false;
       role[_pid] = follower;
       leads[_pid] = NONE;
       check()
     }
  :: d_step { !up[_pid] && recoveries < RECOVERIES -> recoveries++; up[_pid] = true; elect(_pid); check() }
  :: d_step { up[_pid] && role[_pid] == follower && leads[_pid] != NONE && !up[leads[_pid]] -> elect(_pid); check() }
  :: d_step {
       up[_pid] && (role[_pid] == electing || role[_pid] == waiting) && ABOVE_ARE_DOWN ->
       role[_pid] = leader;
       leads[_pid] = _pid;
       do
       :: i < _pid -> coordinator[_pid].to[i] = true; i++
       :: else -> break
       od;
       check()
     }
  RECEIVE_ELECTION(0)
  RECEIVE_ELECTION(1)
  RECEIVE_ELECTION(2)
  RECEIVE_ALIVE(1)
  RECEIVE_ALIVE(2)
  RECEIVE_ALIVE(3)
  RECEIVE_COORDINATOR(1)
  RECEIVE_COORDINATOR(2)
  RECEIVE_COORDINATOR(3)
  od
}
