/* Raft: elections and replicated logs; messages are never lost, only not yet received. Terms count from 1. */
#define SERVERS 3
#define TERMS 2
#define ENTRIES 3
#define NOBODY 255

mtype = { follower, candidate, leader };

typedef Server { mtype role = follower; byte term; byte votedFor = NOBODY; byte length; byte log[ENTRIES]; byte committed };
Server servers[SERVERS];

/* What was sent: of a term by a server, of a term for an index. An append has the entry, 0 if it was not sent. */
typedef Ask { bool sent; byte term; byte length };
typedef Sent {
  Ask ask[SERVERS];
  byte grant[SERVERS] = NOBODY;        /* to whom, by the voter */
  byte previous[ENTRIES], entry[ENTRIES];
  byte accepted[ENTRIES]               /* bits of followers */
};
Sent sent[TERMS + 1];

#define ME servers[id]
#define LAST (servers[id].length == 0 -> 0 : servers[id].log[servers[id].length - 1])
#define BEHIND(t, k) (sent[t].ask[k].term < LAST || (sent[t].ask[k].term == LAST && sent[t].ask[k].length < ME.length))
#define PREVIOUS(i) (i == 0 -> 0 : ME.log[(i == 0 -> 0 : i - 1)])
/* What an absent entry reads as is 0, since a log is cleared beyond its length. */
#define COUNT(bits) (((bits) & 1) + (((bits) >> 1) & 1) + (((bits) >> 2) & 1))
#define GRANTS(t) ((sent[t].grant[0] == id) + (sent[t].grant[1] == id) + (sent[t].grant[2] == id))

inline checkLeaders() {
  a = 0;
  do
  :: a < SERVERS ->
     assert(a == id || servers[a].role != leader || servers[a].term != ME.term);
     if
     :: servers[a].term < ME.term ->
        b = 0;
        do
        :: b < servers[a].committed -> assert(ME.log[b] == servers[a].log[b]); b++
        :: else -> break
        od
     :: else
     fi;
     a++
  :: else -> break
  od;
  a = 0; b = 0
}

inline checkLog() {
  a = 0;
  do
  :: a < SERVERS ->
     assert(ME.log[1] == 0 || servers[a].log[1] != ME.log[1] || servers[a].log[0] == ME.log[0]);
     assert(ME.log[2] == 0 || servers[a].log[2] != ME.log[2] || (servers[a].log[0] == ME.log[0] && servers[a].log[1] == ME.log[1]));
     a++
  :: else -> break
  od;
  a = 0
}

#define VOTE(t, k) \
  :: d_step { \
       sent[t].ask[k].sent && t > ME.term -> \
       ME.term = t; ME.role = follower; ME.votedFor = NOBODY; \
       if \
       :: BEHIND(t, k) \
       :: else -> ME.votedFor = k; sent[t].grant[id] = k \
       fi \
     } \
  :: d_step { \
       sent[t].ask[k].sent && t == ME.term && ME.votedFor == NOBODY && !BEHIND(t, k) -> \
       ME.votedFor = k; sent[t].grant[id] = k \
     }

#define SEND(i) \
  :: d_step { \
       ME.role == leader && i < ME.length && sent[ME.term].entry[i] == 0 -> \
       sent[ME.term].entry[i] = ME.log[i]; \
       sent[ME.term].previous[i] = PREVIOUS(i) \
     }

#define RECEIVE(t, i) \
  :: d_step { \
       sent[t].entry[i] != 0 && t >= ME.term && ME.role != leader && PREVIOUS(i) == sent[t].previous[i] && \
         (sent[t].accepted[i] & (1 << id)) == 0 -> \
       if \
       :: t > ME.term -> ME.term = t; ME.votedFor = NOBODY \
       :: else \
       fi; \
       ME.role = follower; \
       if \
       :: ME.log[i] != sent[t].entry[i] -> \
          a = i + 1; \
          do \
          :: a < ENTRIES -> ME.log[a] = 0; a++ \
          :: else -> break \
          od; \
          a = 0; \
          assert(i >= ME.committed); \
          ME.log[i] = sent[t].entry[i]; \
          ME.length = i + 1 \
       :: else \
       fi; \
       sent[t].accepted[i] = sent[t].accepted[i] | (1 << id); \
       checkLog() \
     }

#define COMMIT(i) \
  :: d_step { \
       ME.role == leader && i < ME.length && i >= ME.committed && ME.log[i] == ME.term && \
         2 * (COUNT(sent[ME.term].accepted[i]) + 1) > SERVERS -> \
       ME.committed = i + 1 \
     }

active [SERVERS] proctype server() {
  byte id = _pid;
  byte a, b;
end:
  do
  :: d_step {
       ME.role != leader && ME.term < TERMS ->
       ME.term++;
       ME.role = candidate;
       ME.votedFor = id;
       sent[ME.term].ask[id].sent = true;
       sent[ME.term].ask[id].term = LAST;
       sent[ME.term].ask[id].length = ME.length
     }
  VOTE(1, 0)
  VOTE(1, 1)
  VOTE(1, 2)
  VOTE(2, 0)
  VOTE(2, 1)
  VOTE(2, 2)
  :: d_step {
       ME.role == candidate && 2 * (GRANTS(ME.term) + 1) > SERVERS ->
       ME.role = leader;
       checkLeaders()
     }
  :: d_step { ME.role == leader && ME.length < ENTRIES -> ME.log[ME.length] = ME.term; ME.length++; checkLog() }
  SEND(0)
  SEND(1)
  SEND(2)
  RECEIVE(1, 0)
  RECEIVE(1, 1)
  RECEIVE(1, 2)
  RECEIVE(2, 0)
  RECEIVE(2, 1)
  RECEIVE(2, 2)
  COMMIT(0)
  COMMIT(1)
  COMMIT(2)
  od
}
