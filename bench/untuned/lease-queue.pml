/* A queue of jobs with leases. lease[job] is the attempt that has it, 0 if it is not leased. */
#define WORKERS 2
#define JOBS 3
#define ATTEMPTS 2

mtype = { isDone, failed };

chan reports = [JOBS * ATTEMPTS] of { byte, byte, mtype };
byte attempts[JOBS], lease[JOBS];
bool done[JOBS], dead[JOBS];
/* The queue: not a channel, which could not be full in the initial state. */
byte waits0 = 0, waits1 = 1, waits2 = 2, length = 3;

#define WAITS(j) ((length > 0 && waits0 == j) + (length > 1 && waits1 == j) + (length > 2 && waits2 == j))

#define ONE_PLACE(j) (WAITS(j) + (lease[j] != 0) + done[j] + dead[j] == 1)

inline check() {
  assert(ONE_PLACE(0) && ONE_PLACE(1) && ONE_PLACE(2));
  assert((!dead[0] || attempts[0] == ATTEMPTS) && (!dead[1] || attempts[1] == ATTEMPTS) && (!dead[2] || attempts[2] == ATTEMPTS))
}

inline retry(j) {
  if
  :: attempts[j] < ATTEMPTS ->
     if
     :: length == 0 -> waits0 = j
     :: length == 1 -> waits1 = j
     :: length == 2 -> waits2 = j
     fi;
     length++
  :: else -> dead[j] = true
  fi
}

active [WORKERS] proctype worker() {
  byte job, attempt;
take:
end:
  atomic {
    length > 0 ->
    job = waits0;
    waits0 = waits1;
    waits1 = waits2;
    waits2 = 0;
    length--;
    attempts[job]++;
    attempt = attempts[job];
    lease[job] = attempt;
    check()
  };
work:
  if
  :: atomic { reports ! job, attempt, isDone; job = 0; attempt = 0; goto take }
  :: atomic { reports ! job, attempt, failed; job = 0; attempt = 0; goto take }
  :: atomic { job = 0; attempt = 0; goto take }
  fi
}

#define EXPIRE(j) :: d_step { lease[j] != 0 -> lease[j] = 0; retry(j); check() }

active proctype broker() {
  byte job, attempt;
  mtype result;
end:
  do
  EXPIRE(0)
  EXPIRE(1)
  EXPIRE(2)
  :: d_step {
       reports ? job, attempt, result ->
       if
       :: lease[job] == attempt ->
          lease[job] = 0;
          if
          :: result == failed -> retry(job)
          :: else -> assert(!dead[job]); done[job] = true
          fi;
          check()
       :: else
       fi;
       job = 0; attempt = 0; result = 0
     }
  od
}
