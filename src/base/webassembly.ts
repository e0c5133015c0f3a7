/** The little of WebAssembly that is used here, typed: neither the language's library nor Node's types have it. */

export interface WasmMemory {
  readonly buffer: ArrayBuffer
  /** Throws a RangeError where there is no more. */
  grow(pages: number): number
}

interface WebAssemblyApi {
  readonly Memory: new (limits: { initial: number; maximum: number }) => WasmMemory
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  readonly Instance: new (module: object, imports: { e: { m: WasmMemory } }) => { readonly exports: object }
}

export const wasm = (globalThis as unknown as { readonly WebAssembly: WebAssemblyApi }).WebAssembly
