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
  popcnt: 0x69,
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

/** Bytes as they are written, one behind the other. */
class ByteWriter {
  private bytes: Uint8Array<ArrayBuffer>
  length = 0

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity)
  }

  byte(byte: number): void {
    if (this.length === this.bytes.length) this.makeRoom(1)
    this.bytes[this.length++] = byte
  }

  append(bytes: ArrayLike<number>): void {
    this.makeRoom(bytes.length)
    this.bytes.set(bytes, this.length)
    this.length += bytes.length
  }

  unsigned(value: number): void {
    let rest = value >>> 0
    while (rest >= 0x80) {
      this.byte((rest & 0x7f) | 0x80)
      rest >>>= 7
    }
    this.byte(rest)
  }

  signed(value: number): void {
    let rest = value
    for (;;) {
      const byte = rest & 0x7f
      rest >>= 7
      if ((rest === 0 && (byte & 0x40) === 0) || (rest === -1 && (byte & 0x40) !== 0)) {
        this.byte(byte)
        return
      }
      this.byte(byte | 0x80)
    }
  }

  text(name: string): void {
    this.byte(name.length)
    this.append(Buffer.from(name))
  }

  /** A section of a module: as many items as there are, with their bytes before them. */
  section(id: number, items: number, write: (section: ByteWriter) => void): void {
    const section = new ByteWriter(256)
    section.unsigned(items)
    write(section)
    this.byte(id)
    this.unsigned(section.length)
    this.append(section.view())
  }

  /** What was written, until more is. */
  view(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length)
  }

  private makeRoom(more: number): void {
    if (this.length + more <= this.bytes.length) return
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.length + more))
    larger.set(this.bytes)
    this.bytes = larger
  }
}

/** The body of a function. */
export class Code {
  private readonly written = new ByteWriter(128)
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
    this.written.byte(code)
    return this
  }

  const(value: number): this {
    this.written.byte(0x41)
    this.written.signed(value | 0)
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
    return this.op(0x02).op(noValue)
  }

  loop(): this {
    return this.op(0x03).op(noValue)
  }

  if(): this {
    return this.op(0x04).op(noValue)
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
    for (const depth of depths) this.written.unsigned(depth)
    this.written.unsigned(otherwise)
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
  finish(): Uint8Array<ArrayBuffer> {
    const body = new ByteWriter(this.written.length + 8)
    const extra = this.locals - this.parameters
    if (extra === 0) body.byte(0)
    else {
      body.byte(1)
      body.unsigned(extra)
      body.byte(i32)
    }
    body.append(this.written.view())
    body.byte(0x0b)
    return body.view()
  }

  private with(code: number, first: number, second?: number): this {
    this.written.byte(code)
    this.written.unsigned(first)
    if (second !== undefined) this.written.unsigned(second)
    return this
  }
}

interface Func {
  readonly parameters: number
  readonly exportedAs: string | undefined
  body: Uint8Array
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
    return this.imported.length + this.funcs.push({ parameters, exportedAs, body: new Uint8Array(0) }) - 1
  }

  define(func: number, code: Code): void {
    const body = code.finish()
    ;(this.funcs[func - this.imported.length] as Func).body = body
    this.bytes += body.length
  }

  finish(memory: { readonly maximum: number }): Uint8Array<ArrayBuffer> {
    const { imported, funcs } = this
    const arities = [...new Set([...imported, ...funcs].map(({ parameters }) => parameters))]
    const module = new ByteWriter(this.bytes + (1 << 12))
    module.append([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])
    module.section(1, arities.length, types => {
      for (const arity of arities) types.append([0x60, arity, ...Array<number>(arity).fill(i32), 1, i32])
    })
    module.section(2, 1 + imported.length, imports => this.writeImports(imports, memory.maximum, arities))
    module.section(3, funcs.length, numbers => {
      for (const { parameters } of funcs) numbers.unsigned(arities.indexOf(parameters))
    })
    this.writeExports(module)
    module.section(10, funcs.length, bodies => {
      for (const { body } of funcs) {
        bodies.unsigned(body.length)
        bodies.append(body)
      }
    })
    return module.view().slice()
  }

  private writeImports(imports: ByteWriter, maxPages: number, arities: readonly number[]): void {
    imports.text('e')
    imports.text('m')
    imports.append([0x02, 0x01, 0x00])
    imports.unsigned(maxPages)
    for (const { name, parameters } of this.imported) {
      imports.text('e')
      imports.text(name)
      imports.byte(0x00)
      imports.unsigned(arities.indexOf(parameters))
    }
  }

  private writeExports(module: ByteWriter): void {
    const exported = this.funcs.flatMap(({ exportedAs }, i) => (exportedAs === undefined ? [] : [{ exportedAs, i }]))
    module.section(7, exported.length, exports => {
      for (const { exportedAs, i } of exported) {
        exports.text(exportedAs)
        exports.byte(0x00)
        exports.unsigned(this.imported.length + i)
      }
    })
  }
}
