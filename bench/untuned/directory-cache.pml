/* A cache line under MESI. Which state a core is in is where its process is; claims read it from `line`. */
#define CORES 4
#define NONE 255

mtype = { read, write, writeBack, shared, exclusive, modified, downgrade, invalidate, writtenBack };

chan requests = [CORES] of { mtype, byte, byte };
chan replies = [CORES] of { byte };
chan inbox[CORES] = [5] of { mtype, byte };

byte memory, latest, owner = NONE;
bool sharers[CORES];
mtype line[CORES];                   /* shared, exclusive or modified; otherwise 0 */
byte data[CORES];

#define WRITER(k) (line[k] == exclusive || line[k] == modified)

inline check() {
  assert(WRITER(0) + WRITER(1) + WRITER(2) + WRITER(3) <= 1);
  assert(!WRITER(_pid) || (line[0] != shared && line[1] != shared && line[2] != shared && line[3] != shared));
  assert(line[0] == 0 || data[0] == latest);
  assert(line[1] == 0 || data[1] == latest);
  assert(line[2] == 0 || data[2] == latest);
  assert(line[3] == 0 || data[3] == latest);
  assert(line[_pid] != exclusive || memory == data[_pid])
}

#define WRITE data[_pid] = 1 - data[_pid]; latest = data[_pid]; line[_pid] = modified; check()

active [CORES] proctype core() {
invalid:
end:
  if
  :: atomic { requests ! read, _pid, 0; goto reading }
  :: atomic { requests ! write, _pid, 0; goto writing }
  :: atomic { inbox[_pid] ? invalidate, _; replies ! NONE; goto invalid }
  fi;
reading:
  if
  :: atomic { inbox[_pid] ? invalidate, _; replies ! NONE; goto reading }
  :: atomic { inbox[_pid] ? shared, data[_pid]; line[_pid] = shared; check(); goto shared_ }
  :: atomic { inbox[_pid] ? exclusive, data[_pid]; line[_pid] = exclusive; check(); goto exclusive_ }
  fi;
writing:
  if
  :: atomic { inbox[_pid] ? invalidate, _; data[_pid] = 0; replies ! NONE; goto writing }
  :: atomic { inbox[_pid] ? modified, data[_pid]; WRITE; goto modified_ }
  fi;
shared_:
  if
  :: atomic { requests ! write, _pid, 0; line[_pid] = 0; goto writing }
  :: atomic { data[_pid] = 0; line[_pid] = 0; goto invalid }
  :: atomic { inbox[_pid] ? invalidate, _; replies ! NONE; data[_pid] = 0; line[_pid] = 0; goto invalid }
  fi;
exclusive_:
modified_:
  if
  :: atomic { WRITE; goto modified_ }
  :: atomic { requests ! writeBack, _pid, data[_pid]; line[_pid] = 0; goto writing_back }
  :: atomic { inbox[_pid] ? downgrade, _; replies ! data[_pid]; line[_pid] = shared; check(); goto shared_ }
  :: atomic { inbox[_pid] ? invalidate, _; replies ! data[_pid]; data[_pid] = 0; line[_pid] = 0; goto invalid }
  fi;
writing_back:
  if
  :: atomic { inbox[_pid] ? downgrade, _; replies ! data[_pid]; goto writing_back }
  :: atomic { inbox[_pid] ? invalidate, _; replies ! data[_pid]; goto writing_back }
  :: atomic { inbox[_pid] ? writtenBack, _; data[_pid] = 0; goto invalid }
  fi
}

#define INVALIDATE(k) \
  if \
  :: sharers[k] && k != from -> inbox[k] ! invalidate, 0; missing++ \
  :: else \
  fi

#define SHARED \
  ((sharers[0] && from != 0) || (sharers[1] && from != 1) || (sharers[2] && from != 2) || (sharers[3] && from != 3))

#define GRANT_ALONE(as) \
  sharers[0] = false; sharers[1] = false; sharers[2] = false; sharers[3] = false; owner = from; inbox[from] ! as, memory

active proctype directory() {
  mtype type;
  byte from, missing, d;
idle:
end:
  atomic {
    requests ? type, from, d;
    if
    :: type == writeBack ->
       if
       :: owner == from -> memory = d; owner = NONE
       :: else
       fi;
       inbox[from] ! writtenBack, 0;
       type = 0; from = 0; d = 0;
       goto idle
    :: type != writeBack && owner != NONE ->
       if
       :: type == read -> inbox[owner] ! downgrade, 0; sharers[owner] = true
       :: else -> inbox[owner] ! invalidate, 0; sharers[owner] = false
       fi;
       owner = NONE;
       missing = 1
    :: type == write && owner == NONE ->
       INVALIDATE(0);
       INVALIDATE(1);
       INVALIDATE(2);
       INVALIDATE(3)
    :: type == read && owner == NONE
    fi;
    d = 0;
    if
    :: missing == 0 -> goto grant
    :: else
    fi
  };
collect:
  atomic {
    replies ? d;
    if
    :: d != NONE -> memory = d
    :: else
    fi;
    d = 0;
    missing--;
    if
    :: missing > 0 -> goto collect
    :: else
    fi
  };
grant:
  atomic {
    if
    :: type == read && SHARED ->
       sharers[from] = true;
       inbox[from] ! shared, memory
    :: type == read && !SHARED ->
       GRANT_ALONE(exclusive)
    :: type == write -> GRANT_ALONE(modified)
    fi;
    type = 0; from = 0;
    goto idle
  }
}
