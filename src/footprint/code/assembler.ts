/**
 * A small assembler for WebAssembly: just what generated searches need. Numbers are 32-bit, memory is imported.
 *
 * Code is written in execution order, operands before their operation: `c.get(a).get(b).op(op.add).set(a)`.
 */

/** The codes of the instructions without immediates. */
export const op = {
  drop: 0x1a,
  eqz: 0x45,
  eq: 0x46,
  ne: 0x47,
  ltU: 0x49,
  gtU: 0x4b,
  geU: 0x4f,
  add: 0x6a,
  sub: 0x6b,
  mul: 0x6c,
  and: 0x71,
  or: 0x72,
  xor: 0x73,
  shl: 0x74,
  shrU: 0x76,
} as const

const i32 = 0x7f
const noValue = 0x40

/** The body of a function. */
export class Code {
  readonly bytes: number[] = []
  private locals: number
  private readonly parameters: number

  constructor(parameters: number) {
    this.parameters = parameters
    this.locals = parameters
  }

  /** A local in addition to the parameters; initially 0. */
  local(): number {
    return this.locals++
  }

  op(code: number): this {
    this.bytes.push(code)
    return this
  }

  const(value: number): this {
    this.bytes.push(0x41)
    pushSigned(this.bytes, value | 0)
    return this
  }

  get(local: number): this {
    return this.with(0x20, local)
  }

  set(local: number): this {
    return this.with(0x21, local)
  }

  tee(local: number): this {
    return this.with(0x22, local)
  }

  /** Loads from the address on the stack. */
  load(offset = 0): this {
    return this.with(0x28, 2, offset)
  }

  /** Stores the value on the stack at the address below it. */
  store(offset = 0): this {
    return this.with(0x36, 2, offset)
  }

  storeByte(offset = 0): this {
    return this.with(0x3a, 0, offset)
  }

  block(): this {
    this.bytes.push(0x02, noValue)
    return this
  }

  loop(): this {
    this.bytes.push(0x03, noValue)
    return this
  }

  if(): this {
    this.bytes.push(0x04, noValue)
    return this
  }

  end(): this {
    return this.op(0x0b)
  }

  /** Leaves the `depth`th block around, the innermost being 0; goes back to the head of a loop. */
  br(depth: number): this {
    return this.with(0x0c, depth)
  }

  brIf(depth: number): this {
    return this.with(0x0d, depth)
  }

  brTable(depths: readonly number[], otherwise: number): this {
    this.with(0x0e, depths.length)
    for (const depth of depths) pushUnsigned(this.bytes, depth)
    pushUnsigned(this.bytes, otherwise)
    return this
  }

  return(): this {
    return this.op(0x0f)
  }

  call(func: number): this {
    return this.with(0x10, func)
  }

  unreachable(): this {
    return this.op(0x00)
  }

  /** The body as encoded in a module: its locals, its instructions, its end. */
  finish(): number[] {
    const body: number[] = []
    const extra = this.locals - this.parameters
    if (extra === 0) body.push(0)
    else {
      body.push(1)
      pushUnsigned(body, extra)
      body.push(i32)
    }
    for (const byte of this.bytes) body.push(byte)
    body.push(0x0b)
    return body
  }

  private with(code: number, ...immediates: number[]): this {
    this.bytes.push(code)
    for (const immediate of immediates) pushUnsigned(this.bytes, immediate)
    return this
  }
}

interface Func {
  readonly parameters: number
  readonly exportedAs: string | undefined
  body: number[]
}

/** A function that a module imports, numbered before its own. */
export interface ImportedFunction {
  readonly name: string
  readonly parameters: number
}

/** A module of functions from numbers to one number, over one imported memory. */
export class ModuleBuilder {
  private readonly funcs: Func[] = []
  private readonly imported: readonly ImportedFunction[]

  /** Bytes of the functions defined so far. */
  bytes = 0

  constructor(...imported: readonly ImportedFunction[]) {
    this.imported = imported
  }

  /** A function whose body comes later. Returns its number. */
  declare(parameters: number, exportedAs?: string): number {
    return this.imported.length + this.funcs.push({ parameters, exportedAs, body: [] }) - 1
  }

  define(func: number, code: Code): void {
    const body = code.finish()
    ;(this.funcs[func - this.imported.length] as Func).body = body
    this.bytes += body.length
  }

  finish(memory: { readonly maximum: number }): Uint8Array<ArrayBuffer> {
    const { imported, funcs } = this
    const arities = [...new Set([...imported, ...funcs].map(({ parameters }) => parameters))]
    const bytes = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
    pushSection(
      bytes,
      1,
      arities.map(arity => [0x60, arity, ...Array<number>(arity).fill(i32), 1, i32]),
    )
    pushSection(bytes, 2, [
      [...text('e'), ...text('m'), 0x02, 0x01, 0x00, ...unsigned(memory.maximum)],
      ...imported.map(({ name, parameters }) => [
        ...text('e'),
        ...text(name),
        0x00,
        ...unsigned(arities.indexOf(parameters)),
      ]),
    ])
    pushSection(
      bytes,
      3,
      funcs.map(({ parameters }) => unsigned(arities.indexOf(parameters))),
    )
    const exports = funcs.flatMap(({ exportedAs }, i) =>
      exportedAs === undefined ? [] : [[...text(exportedAs), 0x00, ...unsigned(imported.length + i)]],
    )
    pushSection(bytes, 7, exports)
    pushSection(
      bytes,
      10,
      funcs.map(({ body }) => unsigned(body.length).concat(body)),
    )
    return Uint8Array.from(bytes)
  }
}

function pushSection(bytes: number[], id: number, items: readonly (readonly number[])[]): void {
  const size = items.reduce((sum, item) => sum + item.length, unsigned(items.length).length)
  bytes.push(id)
  pushUnsigned(bytes, size)
  pushUnsigned(bytes, items.length)
  for (const item of items) for (const byte of item) bytes.push(byte)
}

function text(name: string): number[] {
  return [name.length, ...Buffer.from(name)]
}

function unsigned(value: number): number[] {
  const bytes: number[] = []
  pushUnsigned(bytes, value)
  return bytes
}

function pushUnsigned(bytes: number[], value: number): void {
  let rest = value >>> 0
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80)
    rest >>>= 7
  }
  bytes.push(rest)
}

function pushSigned(bytes: number[], value: number): void {
  let rest = value
  for (;;) {
    const byte = rest & 0x7f
    rest >>= 7
    if ((rest === 0 && (byte & 0x40) === 0) || (rest === -1 && (byte & 0x40) !== 0)) {
      bytes.push(byte)
      return
    }
    bytes.push(byte | 0x80)
  }
}
