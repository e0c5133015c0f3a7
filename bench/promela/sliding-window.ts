/** Go-back-n in Promela, step for step that of `spec/engine/fixtures/sliding-window.ts`. */
export function slidingWindowInPromela(sizes: {
  readonly window: number
  readonly data: number
  readonly queue: number
  readonly acks: number
}): string {
  return `
#define W ${sizes.window}
#define D ${sizes.data}
#define K ${sizes.queue}
#define A ${sizes.acks}
#define M (W+1)
byte base, n, expect, np;
byte buffer[W];
byte pending[W];
chan q = [K] of { byte, byte };
chan ack = [A] of { byte };
byte t, u;   /* always 0 between steps */
active proctype sender() {
  byte i;
end:
  do
  :: d_step { n < W && nfull(q) -> q!((base + n) % M),0; buffer[n] = 0; n++; pending[np] = 0; np++ }
  :: d_step { D > 1 && n < W && nfull(q) -> q!((base + n) % M),1; buffer[n] = 1; n++; pending[np] = 1; np++ }
  :: d_step { D > 2 && n < W && nfull(q) -> q!((base + n) % M),2; buffer[n] = 2; n++; pending[np] = 2; np++ }
  :: d_step { 0 < n && nfull(q) -> q!base,buffer[0] }
  :: d_step { 1 < n && nfull(q) -> q!((base + 1) % M),buffer[1] }
#if W > 2
  :: d_step { 2 < n && nfull(q) -> q!((base + 2) % M),buffer[2] }
#endif
#if W > 3
  :: d_step { 3 < n && nfull(q) -> q!((base + 3) % M),buffer[3] }
#endif
  :: d_step { nempty(ack) -> ack?t;
       u = (t + M - base) % M;
       if
       :: u <= n ->
          base = t;
          n = n - u;
          do
          :: u > 0 -> u--; i = 0;
             do :: i < W - 1 -> buffer[i] = buffer[i + 1]; i++ :: else -> break od;
             buffer[W - 1] = 0; i = 0
          :: else -> break
          od
       :: else
       fi;
       u = 0; t = 0 }
  :: d_step { nempty(ack) -> ack?t; t = 0 }
  od
}
active proctype receiver() {
  byte i;
end:
  do
  :: d_step { nempty(q) -> q?t,u;
       if
       :: t == expect ->
          assert(np > 0 && pending[0] == u);
          i = 0;
          do :: i < W - 1 -> pending[i] = pending[i + 1]; i++ :: else -> break od;
          pending[W - 1] = 0; np--; i = 0;
          expect = (expect + 1) % M
       :: else
       fi;
       t = 0; u = 0 }
  :: d_step { nfull(ack) -> ack!expect }
  :: d_step { nempty(q) -> q?t,u; t = 0; u = 0 }
  od
}
`.trimStart()
}
