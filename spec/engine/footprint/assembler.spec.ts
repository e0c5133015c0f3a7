/** What the assembler writes is what WebAssembly runs. */

import { describe, expect, it } from 'vitest'
import { type WasmImports, wasm } from '../../../src/base/webassembly.ts'
import { Code, ModuleBuilder, op } from '../../../src/footprint/code/assembler.ts'

type Run = (...args: number[]) => number

/** The exports of a module over a memory of one page, which is 0 at first. */
function exportsOf(module: ModuleBuilder, imported: Record<string, Run> = {}) {
  const memory = new wasm.Memory({ initial: 1, maximum: 1 })
  const bytes = module.finish({ maximum: 1 })
  const { exports } = new wasm.Instance(new wasm.Module(bytes), { e: { m: memory, ...imported } as WasmImports })
  return { run: exports as Readonly<Record<string, Run>>, words: new Int32Array(memory.buffer) }
}

/** The only function of a module, with a number of parameters. */
function functionOf(parameters: number, write: (code: Code) => Code): Run {
  const module = new ModuleBuilder()
  module.define(module.declare(parameters, 'f'), write(new Code(parameters)))
  return exportsOf(module).run.f as Run
}

const bounds = [0, 1, -1, 63, 64, -64, -65, 127, 128, 8191, 8192, -8192, -8193, 2 ** 31 - 1, -(2 ** 31)]

describe('the assembler', () => {
  it.each(bounds)('writes the constant %i', value => expect(functionOf(0, code => code.const(value))()).toBe(value))

  it('writes code of any length', () => {
    for (const times of [10, 60, 64, 65, 1000, 100_000]) {
      const sum = functionOf(1, code => {
        code.get(0)
        for (let i = 0; i < times; i++) code.const(i % 3).op(op.add)
        return code
      })
      const added = Array.from({ length: times }, (_, i) => i % 3).reduce((a, b) => a + b, 0)
      expect(sum(5)).toBe(5 + added)
    }
  })

  it('numbers locals beyond the first byte, each of which is 0 at first', () => {
    const last = functionOf(1, code => {
      const locals = Array.from({ length: 300 }, () => code.local())
      code.get(0).set(locals[298]!)
      return code.get(locals[298]!).get(locals[299]!).op(op.add)
    })
    expect(last(7)).toBe(7)
  })

  it('branches by a table with hundreds of targets', () => {
    const depths = Array.from({ length: 300 }, (_, i) => (i === 290 ? 1 : 0))
    const isThere = functionOf(1, code => {
      code.block().block().get(0).brTable(depths, 0).end()
      code.const(0).return().end()
      return code.const(1)
    })
    expect([289, 290, 291, 299, 300, -1].map(i => isThere(i))).toEqual([0, 1, 0, 0, 0, 0])
  })

  it('writes at addresses beyond the first byte of an offset', () => {
    const module = new ModuleBuilder()
    const code = new Code(2)
      .get(0)
      .get(1)
      .store(4 * 200)
    module.define(module.declare(2, 'put'), code.get(0).load(4 * 200))
    const { run, words } = exportsOf(module)
    expect(run.put!(8, 77)).toBe(77)
    expect(words[202]).toBe(77)
  })

  it('numbers functions after those that are imported, hundreds of them', () => {
    const module = new ModuleBuilder({ name: 'twice', parameters: 1 })
    const made = Array.from({ length: 300 }, (_, i) => module.declare(i % 3, i % 100 === 7 ? `f${i}` : undefined))
    made.forEach((func, i) => {
      const code = new Code(i % 3)
      const next = i + 3 < made.length
      for (let parameter = 0; parameter < i % 3; parameter++) code.get(parameter)
      // Every third calls the next one with as many parameters.
      if (next && i % 100 === 7) module.define(func, code.call(made[i + 3] as number).call(0))
      else module.define(func, (i % 3 === 2 ? code.op(op.sub) : i % 3 === 1 ? code : code.const(i)).const(1).op(op.add))
    })
    const { run } = exportsOf(module, { twice: x => 2 * x })
    expect([run.f7!(5), run.f107!(9, 4), run.f207!()]).toEqual([12, 12, 422])
  })
})
