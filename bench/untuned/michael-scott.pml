/* Michael and Scott's queue. A value is (number of the enqueuer) * ITEMS + (how many it has sent before). */
#define ENQUEUERS 2
#define DEQUEUERS 3
#define ITEMS 1
#define NODES 3
#define NIL 255

typedef Node { byte value; byte next = NIL };
Node nodes[NODES];
byte used = 1;
byte head, tail;
byte taken[NODES];
byte takes;

#define FORGET tail_ = 0; next_ = NIL

active [ENQUEUERS] proctype enqueuer() {
  byte sent, node, tail_, next_ = NIL;
allocate:
  if
  :: d_step { sent < ITEMS -> node = used; nodes[node].value = _pid * ITEMS + sent; used++; sent++ }
  :: sent == ITEMS -> goto finished
  fi;
readTail:
  tail_ = tail;
readNext:
  next_ = nodes[tail_].next;
checkTail:
  if
  :: atomic { tail_ != tail -> FORGET; goto readTail }
  :: tail_ == tail && next_ != NIL -> goto help
  :: tail_ == tail && next_ == NIL
  fi;
link:
  if
  :: atomic { nodes[tail_].next != NIL -> FORGET; goto readTail }
  :: atomic { nodes[tail_].next == NIL -> nodes[tail_].next = node; goto swing }
  fi;
help:
  atomic {
    if
    :: tail == tail_ -> tail = next_
    :: else
    fi;
    FORGET;
    goto readTail
  };
swing:
  atomic {
    if
    :: tail == tail_ -> tail = node
    :: else
    fi;
    node = 0;
    FORGET;
    goto allocate
  };
finished:
end:
  false
}

inline check() {
  /* taken once, and in the order in which its enqueuer sent it */
  i = 0; sum = 0;
  do
  :: i < takes ->
     assert(taken[i] != value);
     if
     :: taken[i] / ITEMS == value / ITEMS -> sum++
     :: else
     fi;
     i++
  :: else -> break
  od;
  assert(value % ITEMS == sum);
  /* the tail can be reached from the head */
  i = head;
  do
  :: i != NIL && i != tail -> i = nodes[i].next
  :: else -> break
  od;
  assert(i == tail);
  i = 0; sum = 0
}

active [DEQUEUERS] proctype dequeuer() {
  byte head_, tail_, next_ = NIL;
  byte i, sum, value;
readHead:
  head_ = head;
readTail:
  tail_ = tail;
readNext:
  next_ = nodes[head_].next;
checkHead:
  if
  :: atomic { head_ != head -> head_ = 0; FORGET; goto readHead }
  :: head_ == head && head_ != tail_ -> goto take
  :: atomic { head_ == head && head_ == tail_ && next_ == NIL -> head_ = 0; FORGET; goto readHead }
  :: head_ == head && head_ == tail_ && next_ != NIL
  fi;
help:
  atomic {
    if
    :: tail == tail_ -> tail = next_
    :: else
    fi;
    head_ = 0;
    FORGET;
    goto readHead
  };
take:
  atomic {
    if
    :: head == head_ ->
       value = nodes[next_].value;
       head = next_;
       check();
       taken[takes] = value;
       takes++;
       value = 0
    :: else
    fi;
    head_ = 0;
    FORGET;
    goto readHead
  }
}
