/**
 * A module of generated code that must not become large: V8 compiles beside the search, and a process ends only
 * when it is done.
 */

import { type Code, ModuleBuilder } from './assembler.ts'

/** Thrown where code becomes larger than it may be. */
export class TooLarge extends Error {}

/** A module that throws {@link TooLarge} once its functions have too many bytes. */
export class BoundedModule {
  /** The function that fills in what tables do not have yet: the first, and the only one that is imported. */
  static readonly resolve = 0
  private readonly builder = new ModuleBuilder({ name: 'r', parameters: 2 })
  private readonly maxBytes: number

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes
  }

  /** A function whose body comes later. Returns its number. */
  declare(parameters: number, exportedAs?: string): number {
    return this.builder.declare(parameters, exportedAs)
  }

  /** @throws {TooLarge} if the module has too many bytes now. */
  define(func: number, code: Code): void {
    this.builder.define(func, code)
    if (this.builder.bytes > this.maxBytes) throw new TooLarge()
  }

  finish(maxPages: number): Uint8Array<ArrayBuffer> {
    return this.builder.finish({ maximum: maxPages })
  }
}
