/**
 * How thoroughly V8 compiles generated code. Optimising takes it some microseconds for each byte, and it begins early with large
 * functions, since it counts the bytes of a function for each call, however few of them run. Most code that is generated while trees
 * grow is replaced before that pays. So code is compiled by the quick compiler alone at first, and again with leave to optimise once it has
 * done enough work.
 */

import { type WasmImports, wasm } from '../../base/webassembly.ts'

/** What Node offers for it; browsers don't. */
interface NodeProcess {
  readonly versions: { readonly node?: string }
  readonly getBuiltinModule?: (name: 'node:v8') => { readonly setFlagsFromString: (flags: string) => void }
}

/** Versions of Node that know the flags; V8 complains about others. */
const [firstMajor, lastMajor] = [20, 24]

const setFlags = flagsSetter((globalThis as { readonly process?: NodeProcess }).process)

function flagsSetter(node: NodeProcess | undefined): ((flags: string) => void) | undefined {
  const major = Number.parseInt(node?.versions.node ?? '', 10)
  if (!(major >= firstMajor && major <= lastMajor)) return undefined
  return node?.getBuiltinModule?.('node:v8').setFlagsFromString
}

/** Records made or looked at for each byte of code, until optimising the code has probably paid. */
export const recordsPerByte = 100

/** Functions of a module, which V8 may optimise once they have worked enough. */
export class TieredCode<Exports> {
  exports: Exports
  private readonly bytes: Uint8Array<ArrayBuffer>
  private readonly imports: WasmImports
  private workLeft: number

  constructor(bytes: Uint8Array<ArrayBuffer>, imports: WasmImports) {
    this.bytes = bytes
    this.imports = imports
    this.exports = instantiate(quickly(bytes), imports)
    this.workLeft = setFlags !== undefined ? recordsPerByte * bytes.length : Number.POSITIVE_INFINITY
  }

  /** Call it with the number of records that the functions have made or looked at. Later calls may be of other functions. */
  noteWork(records: number): void {
    this.workLeft -= records
    if (this.workLeft > 0) return
    this.workLeft = Number.POSITIVE_INFINITY
    this.exports = instantiate(new wasm.Module(distinct(this.bytes)), this.imports)
  }
}

/** A module that does the same. Of equal bytes, V8 would give the module that it has compiled already. */
function distinct(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const customSection = [0x00, 0x02, 0x01, 0x6f]
  const made = new Uint8Array(bytes.length + customSection.length)
  made.set(bytes)
  made.set(customSection, bytes.length)
  return made
}

function instantiate<Exports>(module: object, imports: WasmImports): Exports {
  return new wasm.Instance(module, { e: imports }).exports as Exports
}

/** A module whose functions V8 does not optimise. */
function quickly(bytes: Uint8Array<ArrayBuffer>): object {
  if (setFlags === undefined) return new wasm.Module(bytes)
  // A module keeps the first flag; of the second, V8 asks when it compiles a function, but only for modules without the first.
  setFlags('--no-wasm-tier-up')
  setFlags('--no-wasm-dynamic-tiering')
  try {
    return new wasm.Module(bytes)
  } finally {
    setFlags('--wasm-dynamic-tiering')
  }
}
