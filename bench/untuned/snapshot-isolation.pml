/* Snapshot isolation: transactions read as of their start, the first to commit wins. */
#define TRANSACTIONS 3
#define KEYS 2
#define NONE 255

mtype = { new, running, committed, aborted };

mtype status[TRANSACTIONS] = new;
byte snapshot[TRANSACTIONS];
typedef Reads { byte version[KEYS] = NONE };
Reads reads[TRANSACTIONS];
typedef Writes { bool key[KEYS] };
Writes writes[TRANSACTIONS];
byte commits;
typedef Versions { byte n = 1; byte by[TRANSACTIONS + 1] };
Versions versions[KEYS];

#define CONFLICT(k) (writes[_pid].key[k] && versions[k].by[versions[k].n - 1] > snapshot[_pid])

#define READ(k) \
  :: d_step { \
       status[_pid] == running && !writes[_pid].key[k] && reads[_pid].version[k] == NONE -> \
       i = versions[k].n - 1; \
       do \
       :: versions[k].by[i] > snapshot[_pid] -> i-- \
       :: else -> break \
       od; \
       reads[_pid].version[k] = versions[k].by[i]; \
       assert(reads[_pid].version[k] <= snapshot[_pid]); \
       i = 0 \
     }

#define WRITE(k) :: d_step { status[_pid] == running && !writes[_pid].key[k] -> writes[_pid].key[k] = true }

active [TRANSACTIONS] proctype transaction() {
  byte i;
end:
  do
  :: d_step { status[_pid] == new -> status[_pid] = running; snapshot[_pid] = commits }
  READ(0)
  READ(1)
  WRITE(0)
  WRITE(1)
  :: d_step {
       status[_pid] == running ->
       if
       :: CONFLICT(0) || CONFLICT(1) -> status[_pid] = aborted
       :: else ->
          status[_pid] = committed;
          if
          :: writes[_pid].key[0] || writes[_pid].key[1] ->
             commits++;
             do
             :: i < KEYS ->
                if
                :: writes[_pid].key[i] -> versions[i].by[versions[i].n] = commits; versions[i].n++
                :: else
                fi;
                i++
             :: else -> break
             od
          :: else
          fi
       fi;
       i = 0
     }
  :: d_step { status[_pid] == running -> status[_pid] = aborted }
  od
}
