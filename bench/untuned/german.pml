/* Steven German's directory protocol. */
#define N 4
#define V 2

mtype = { invalid, shared, exclusive, invalidate, grant_shared, grant_exclusive };

mtype cache[N] = invalid;
byte data[N];
mtype request[N];        /* 0: none */
mtype from_home[N];
byte from_home_data[N];
bool acknowledged[N];
byte acknowledged_data[N];
bool has_copy[N];
bool to_invalidate[N];
byte memory;
bool exclusive_granted;
mtype current;
byte current_client;
byte latest;

inline check() {
  j = 0;
  do
  :: j < N ->
     assert(cache[j] == invalid || data[j] == latest);
     k = 0;
     do
     :: k < N -> assert(j == k || cache[j] != exclusive || cache[k] == invalid); k++
     :: else -> break
     od;
     j++
  :: else -> break
  od;
  j = 0; k = 0
}

active [N] proctype node() {
  byte j, k;
  do
  :: d_step { request[_pid] == 0 && cache[_pid] == invalid -> request[_pid] = shared }
  :: d_step { request[_pid] == 0 && cache[_pid] != exclusive -> request[_pid] = exclusive }
  :: d_step {
       current == 0 && request[_pid] != 0 ->
       current = request[_pid];
       current_client = _pid;
       request[_pid] = 0;
       do
       :: j < N -> to_invalidate[j] = has_copy[j]; j++
       :: else -> break
       od;
       j = 0
     }
  :: d_step {
       from_home[_pid] == 0 && to_invalidate[_pid] &&
       (current == exclusive || current == shared && exclusive_granted) ->
       from_home[_pid] = invalidate;
       to_invalidate[_pid] = false
     }
  :: d_step {
       from_home[_pid] == invalidate && !acknowledged[_pid] ->
       from_home[_pid] = 0;
       acknowledged[_pid] = true;
       if
       :: cache[_pid] == exclusive -> acknowledged_data[_pid] = data[_pid]
       :: else
       fi;
       cache[_pid] = invalid;
       data[_pid] = 0;
       check()
     }
  :: d_step {
       acknowledged[_pid] && current != 0 ->
       has_copy[_pid] = false;
       if
       :: exclusive_granted -> exclusive_granted = false; memory = acknowledged_data[_pid]
       :: else
       fi;
       acknowledged[_pid] = false;
       acknowledged_data[_pid] = 0
     }
  :: d_step {
       current == shared && current_client == _pid && from_home[_pid] == 0 && !exclusive_granted ->
       from_home[_pid] = grant_shared;
       from_home_data[_pid] = memory;
       has_copy[_pid] = true;
       current = 0;
       current_client = 0
     }
  :: atomic {
       current == exclusive && current_client == _pid && from_home[_pid] == 0 && !exclusive_granted && !has_copy[0] && !has_copy[1] && !has_copy[2] && !has_copy[3] ->
       from_home[_pid] = grant_exclusive;
       from_home_data[_pid] = memory;
       has_copy[_pid] = true;
       exclusive_granted = true;
       current = 0;
       current_client = 0
     }
  :: d_step {
       from_home[_pid] == grant_shared || from_home[_pid] == grant_exclusive ->
       cache[_pid] = (from_home[_pid] == grant_shared -> shared : exclusive);
       data[_pid] = from_home_data[_pid];
       from_home[_pid] = 0;
       from_home_data[_pid] = 0;
       check()
     }
  :: d_step { cache[_pid] == exclusive -> data[_pid] = 0; latest = 0; check() }
  :: d_step { cache[_pid] == exclusive -> data[_pid] = 1; latest = 1; check() }
  od
}
