/* Ben-Ari's on-the-fly garbage collector (1984). */
#define NODES 3
#define SONS 2
#define ROOTS 1

typedef Node { bool black; byte sons[SONS] };
Node nodes[NODES];

bool seen[NODES];   /* always false between steps */
/* Scratch, within a d_step. */
hidden byte a, b;
hidden byte grew;

inline mark_accessible() {
  a = 0;
  do :: a < NODES -> seen[a] = (a < ROOTS); a++ :: else -> break od;
  grew = 1;
  do
  :: grew == 1 ->
     grew = 0;
     a = 0;
     do
     :: a < NODES ->
        b = 0;
        do
        :: seen[a] && b < SONS ->
           if
           :: !seen[nodes[a].sons[b]] -> seen[nodes[a].sons[b]] = true; grew = 1
           :: else
           fi;
           b++
        :: else -> break
        od;
        a++
     :: else -> break
     od
  :: else -> break
  od
}

inline forget() {
  a = 0;
  do :: a < NODES -> seen[a] = false; a++ :: else -> break od
}

active proctype mutator() {
  byte from, son, target;
choose:
  atomic {
    d_step { mark_accessible() };
    select(from : 0 .. NODES - 1);
    select(son : 0 .. SONS - 1);
    if
    :: seen[0] -> target = 0
    :: seen[1] -> target = 1
    :: seen[2] -> target = 2
    fi;
    d_step { forget() }
  };
  atomic { nodes[from].sons[son] = target; from = 0; son = 0 };
  atomic { nodes[target].black = true; target = 0; goto choose }
}

active proctype collector() {
  byte i, son, counted, before;
blacken_roots:
  atomic {
    if
    :: i < ROOTS -> nodes[i].black = true; i++; goto blacken_roots
    :: else -> i = 0
    fi
  };
propagate:
  atomic {
    if
    :: i == NODES -> i = 0; goto count
    :: else ->
       if
       :: nodes[i].black
       :: else -> i++; goto propagate
       fi
    fi
  };
blacken_sons:
  atomic {
    nodes[nodes[i].sons[son]].black = true;
    son++;
    if
    :: son < SONS -> goto blacken_sons
    :: else -> son = 0; i++; goto propagate
    fi
  };
count:
  atomic {
    if
    :: i == NODES -> i = 0
    :: else ->
       if
       :: nodes[i].black -> counted++
       :: else
       fi;
       i++;
       goto count
    fi
  };
  atomic {
    if
    :: counted == before -> before = 0; counted = 0
    :: else -> before = counted; counted = 0; goto propagate
    fi
  };
sweep:
  atomic {
    if
    :: i == NODES -> i = 0; goto blacken_roots
    :: else ->
       if
       :: nodes[i].black -> nodes[i].black = false
       :: else ->
          d_step {
            mark_accessible();
            assert(!seen[i]);
            forget();
            b = 0;
            do :: b < SONS -> nodes[i].sons[b] = nodes[0].sons[0]; b++ :: else -> break od;
            nodes[0].sons[0] = i
          }
       fi;
       i++;
       goto sweep
    fi
  }
}
