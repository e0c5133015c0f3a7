/** The same machines in Murphi, for rumur, step for step. */

export function germanInMurphi({ nodes }: { readonly nodes: number }): string {
  return `
type
  Node: scalarset(${nodes});
  Command: enum { None, ReqS, ReqE, Inv, InvAck, GntS, GntE };
  Cache: enum { I, S, E };
var
  cache: array[Node] of Cache;
  request, answer, ack: array[Node] of Command;
  toInvalidate, isSharer: array[Node] of boolean;
  isExclusive: boolean;
  command: Command;
  client: Node;

startstate begin
  for n: Node do
    cache[n] := I; request[n] := None; answer[n] := None; ack[n] := None;
    toInvalidate[n] := false; isSharer[n] := false;
  end;
  isExclusive := false; command := None; undefine client;
end;

ruleset n: Node do
  rule "send request to share" request[n] = None & cache[n] = I ==> begin request[n] := ReqS; end;
  rule "send request to own" request[n] = None & cache[n] != E ==> begin request[n] := ReqE; end;
  rule "receive request" command = None & request[n] != None ==> begin
    command := request[n]; client := n; request[n] := None;
    for m: Node do toInvalidate[m] := isSharer[m]; end;
  end;
  rule "send invalidation"
    answer[n] = None & toInvalidate[n] & (command = ReqE | (command = ReqS & isExclusive)) ==> begin
    answer[n] := Inv; toInvalidate[n] := false;
  end;
  rule "acknowledge" answer[n] = Inv & ack[n] = None ==> begin
    answer[n] := None; ack[n] := InvAck; cache[n] := I;
  end;
  rule "receive acknowledgement" ack[n] = InvAck & command != None ==> begin
    ack[n] := None; isSharer[n] := false; isExclusive := false;
  end;
  rule "receive grant" answer[n] = GntS | answer[n] = GntE ==> begin
    if answer[n] = GntS then cache[n] := S; else cache[n] := E; end;
    answer[n] := None;
  end;
end;

ruleset n: Node do
  rule "grant sharing"
    command = ReqS & !isundefined(client) & client = n & answer[n] = None & !isExclusive ==> begin
    answer[n] := GntS; isSharer[n] := true; command := None; undefine client;
  end;
  rule "grant ownership"
    command = ReqE & !isundefined(client) & client = n & answer[n] = None & !isExclusive
    & forall m: Node do !isSharer[m] end ==> begin
    answer[n] := GntE; isSharer[n] := true; isExclusive := true; command := None; undefine client;
  end;
end;

invariant "an owner is alone"
  forall n: Node do cache[n] = E -> forall m: Node do m = n | cache[m] = I end end;
`
}

export function readersWritersInMurphi({
  readers,
  writers,
}: {
  readonly readers: number
  readonly writers: number
}): string {
  const all = readers + writers
  return `
type
  Reader: scalarset(${readers});
  Writer: scalarset(${writers});
  ReaderAt: enum { RArrive, REnter, ReadLow, ReadHigh, RLeave };
  WriterAt: enum { WArrive, WEnter, WriteLow, WriteHigh, WLeave };
  Waiting: record reader: Reader; writer: Writer; end;
var
  reader: array[Reader] of record pc: ReaderAt; low: 0..1; end;
  writer: array[Writer] of WriterAt;
  queue: array[0..${all - 1}] of Waiting;
  waiting: 0..${all};
  reading: 0..${readers};
  writing: boolean;
  low, high: 0..1;

procedure shift(); begin
  for i: 0..${all - 2} do queue[i] := queue[i + 1]; end;
  undefine queue[${all - 1}];
  waiting := waiting - 1;
end;

startstate begin
  for r: Reader do reader[r].pc := RArrive; reader[r].low := 0; end;
  for w: Writer do writer[w] := WArrive; end;
  undefine queue;
  waiting := 0; reading := 0; writing := false; low := 0; high := 0;
end;

ruleset r: Reader do
  rule "arrive" reader[r].pc = RArrive ==> begin
    queue[waiting].reader := r; waiting := waiting + 1; reader[r].pc := REnter;
  end;
  rule "enter"
    reader[r].pc = REnter & !writing & !isundefined(queue[0].reader) & queue[0].reader = r ==> begin
    shift(); reading := reading + 1; reader[r].pc := ReadLow;
  end;
  rule "read low" reader[r].pc = ReadLow ==> begin reader[r].low := low; reader[r].pc := ReadHigh; end;
  rule "read high" reader[r].pc = ReadHigh ==> begin
    assert high = reader[r].low; reader[r].low := 0; reader[r].pc := RLeave;
  end;
  rule "leave" reader[r].pc = RLeave ==> begin reading := reading - 1; reader[r].pc := RArrive; end;
end;

ruleset w: Writer do
  rule "arrive" writer[w] = WArrive ==> begin
    queue[waiting].writer := w; waiting := waiting + 1; writer[w] := WEnter;
  end;
  rule "enter"
    writer[w] = WEnter & !writing & reading = 0 & !isundefined(queue[0].writer) & queue[0].writer = w ==> begin
    shift(); writing := true; writer[w] := WriteLow;
  end;
  rule "write low" writer[w] = WriteLow ==> begin low := 1 - low; writer[w] := WriteHigh; end;
  rule "write high" writer[w] = WriteHigh ==> begin high := 1 - high; writer[w] := WLeave; end;
  rule "leave" writer[w] = WLeave ==> begin writing := false; writer[w] := WArrive; end;
end;
`
}
