/** Generated code is compiled a second time once it has worked enough, and does the same then. */

import { expect, it } from 'vitest'
import { wasm } from '../../../src/base/webassembly.ts'
import { Code, ModuleBuilder, op } from '../../../src/footprint/code/assembler.ts'
import { recordsPerByte, TieredCode } from '../../../src/footprint/code/tiers.ts'

interface Doubling {
  readonly double: (n: number) => number
}

function doubling(): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder()
  const code = new Code(1).get(0).get(0).op(op.add)
  module.define(module.declare(1, 'double'), code)
  return module.finish({ maximum: 1 })
}

const memory = new wasm.Memory({ initial: 1, maximum: 1 })

it('compiles code again after some work for each of its bytes, and only once', () => {
  const bytes = doubling()
  const enough = recordsPerByte * bytes.length
  const code = new TieredCode<Doubling>(bytes, { m: memory })
  const { exports: quick } = code
  code.noteWork(enough - 1)
  expect(code.exports).toBe(quick)

  code.noteWork(1)
  const { exports: optimised } = code
  expect(optimised).not.toBe(quick)
  expect([quick.double(21), optimised.double(21)]).toEqual([42, 42])

  code.noteWork(enough)
  expect(code.exports).toBe(optimised)
})

it('does not get the same module from V8 again, which would stay as it is', () => {
  const given: Uint8Array<ArrayBuffer>[] = []
  const { Module } = wasm
  class SeenModule extends Module {
    constructor(bytes: Uint8Array<ArrayBuffer>) {
      super(bytes)
      given.push(bytes)
    }
  }
  Object.assign(wasm, { Module: SeenModule })
  try {
    new TieredCode<Doubling>(doubling(), { m: memory }).noteWork(Number.MAX_SAFE_INTEGER)
  } finally {
    Object.assign(wasm, { Module })
  }
  expect(given).toHaveLength(2)
  expect(given[1]).not.toEqual(given[0])
})
