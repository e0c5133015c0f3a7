/* Selective repeat over channels that lose messages. */
#define W 2
#define CAPACITY 5
#define M (2 * W)
#define NONE 255

chan packets = [CAPACITY] of { byte, byte };
chan acks = [CAPACITY] of { byte };
byte base, n, expected, pending_n;
byte data[W];
bool acknowledged[W];
byte early[W] = NONE;
byte pending[W];

inline send(value) {
  n < W && nfull(packets) ->
  packets!((base + n) % M),value;
  data[n] = value;
  n++;
  assert(pending_n < W);
  pending[pending_n] = value;
  pending_n++
}

active proctype sender() {
  byte seq, offset, i;
  do
  :: d_step { send(0) }
  :: d_step { send(1) }
  :: d_step { 0 < n && !acknowledged[0] && nfull(packets) -> packets!base,data[0] }
  :: d_step { 1 < n && !acknowledged[1] && nfull(packets) -> packets!((base + 1) % M),data[1] }
  :: d_step {
       acks?seq ->
       offset = (seq + M - base) % M;
       if
       :: offset < n -> acknowledged[offset] = true
       :: else
       fi;
       do
       :: n > 0 && acknowledged[0] ->
          i = 0;
          do
          :: i < W - 1 -> data[i] = data[i + 1]; acknowledged[i] = acknowledged[i + 1]; i++
          :: else -> break
          od;
          data[W - 1] = 0;
          acknowledged[W - 1] = false;
          n--;
          base = (base + 1) % M
       :: else -> break
       od;
       seq = 0; offset = 0; i = 0
     }
  :: d_step { acks?seq -> seq = 0 }
  od
}

active proctype receiver() {
  byte seq, value, offset, i;
  do
  :: d_step {
       nempty(packets) && nfull(acks) ->
       packets?seq,value;
       acks!seq;
       offset = (seq + M - expected) % M;
       if
       :: offset < W -> early[offset] = value
       :: else
       fi;
       do
       :: early[0] != NONE ->
          assert(pending_n > 0 && pending[0] == early[0]);
          i = 0;
          do
          :: i < W - 1 -> early[i] = early[i + 1]; pending[i] = pending[i + 1]; i++
          :: else -> break
          od;
          early[W - 1] = NONE;
          pending[W - 1] = 0;
          pending_n--;
          expected = (expected + 1) % M
       :: else -> break
       od;
       seq = 0; value = 0; offset = 0; i = 0
     }
  :: d_step { packets?seq,value -> seq = 0; value = 0 }
  od
}
