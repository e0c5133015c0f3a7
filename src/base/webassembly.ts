/**
 * Types for the part of WebAssembly that is used here: neither TypeScript's library without DOM nor Node's types
 * declare it.
 */

export interface WasmMemory {
  readonly buffer: ArrayBuffer
  /** Throws a RangeError if there is no more memory. */
  grow(pages: number): number
}

export interface WasmImports {
  readonly m: WasmMemory
  /** Computes an entry that a look-up table does not have yet. */
  readonly r?: (table: number, value: number) => number
}

interface WebAssemblyApi {
  readonly Memory: new (limits: { initial: number; maximum: number }) => WasmMemory
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  readonly Instance: new (module: object, imports: { e: WasmImports }) => { readonly exports: object }
}

const { Memory, Module, Instance } = (globalThis as unknown as { readonly WebAssembly: WebAssemblyApi }).WebAssembly

/** An object of our own, so that a test can replace a part of it without changing a built-in, which would be refused. */
export const wasm: WebAssemblyApi = { Memory, Module, Instance }
