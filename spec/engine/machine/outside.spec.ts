/** Writes outside the model are named and undone, and nothing that Node does by itself counts as one. */

import { afterEach, describe, expect, it } from 'vitest'
import { model } from '../../../src/index.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { Outside } from '../../../src/machine/outside.ts'
import { explore } from '../../../src/search/explore.ts'

const globals = globalThis as unknown as Record<string, unknown>

afterEach(() => {
  for (const name of ['flag', 'box', 'other', '__counters']) delete globals[name]
})

function box(): { list: number[]; map: Map<string, number>; set: Set<number> } {
  return globals.box as ReturnType<typeof box>
}

describe('what is written', () => {
  const writes: [string, () => void][] = [
    ['globalThis.flag', () => Object.assign(globalThis, { flag: 1 })],
    ['globalThis.box', () => Reflect.deleteProperty(globalThis, 'box')],
    ['globalThis.box.list[0]', () => box().list.fill(2)],
    ['globalThis.box.map', () => box().map.set('a', 2)],
    ['globalThis.box.set', () => box().set.delete(1)],
    ['process.env.OUTSIDE_FLAG', () => Object.assign(process.env, { OUTSIDE_FLAG: '1' })],
    ['process.flag', () => Object.assign(process, { flag: 1 })],
    ['String.prototype.at', () => Object.assign(String.prototype, { at: () => 'x' })],
    ['globalThis.Math.flag', () => Object.assign(Math, { flag: 1 })],
    ['Set.flag', () => Object.assign(Set, { flag: 1 })],
  ]
  it.each(writes)('is %s, and is restored', (name, write) => {
    globals.box = { list: [1], map: new Map([['a', 1]]), set: new Set([1]) }
    const before = new Outside()
    expect(before.putBack()).toBeUndefined()
    write()
    expect(before.putBack()).toBe(name)
    expect(before.putBack()).toBeUndefined()
    expect(globals.box).toEqual({ list: [1], map: new Map([['a', 1]]), set: new Set([1]) })
  })

  it('is ignored if Node loads a part lazily, or a tool counts', () => {
    globals.__counters = { calls: 0 }
    const before = new Outside()
    ;(globals.__counters as { calls: number }).calls++
    for (const name of Object.getOwnPropertyNames(globalThis)) Reflect.get(globalThis, name)
    expect(before.putBack()).toBeUndefined()
    expect(globals.__counters).toEqual({ calls: 1 })
  })
})

describe.each(['footprint', 'reference'] as const)('in a program, with the %s engine', engine => {
  const base = model('m').shared(() => ({ x: 0 }))
  const counting = base.action('count', s => {
    s.x = (s.x + 1) % 3
  })

  it('a step that writes to a global is rejected', async () => {
    const writing = counting.action('write', () => {
      globals.flag = 1
    })
    await expect(explore(instantiate(writing), { engine })).rejects.toThrow(/action 'write' writes globalThis\.flag/)
  })

  it('concurrent writes of other code are ignored, and kept', async () => {
    const large = base.action('count', s => {
      s.x = s.x < 30_000 ? s.x + 1 : 0
    })
    const writing = setInterval(() => Object.assign(globals, { other: true }), 1)
    const { claims } = await explore(instantiate(large), { engine })
    clearInterval(writing)
    expect(claims.map(({ verdict }) => verdict)).not.toContain('violated')
    expect(globals.other).toBe(true)
  })

  it('a step that writes to a global is rejected even beside other code', async () => {
    const large = base.action('count', s => {
      s.x = s.x < 30_000 ? s.x + 1 : 0
      globals.flag = s.x
    })
    const writing = setInterval(() => Object.assign(globals, { other: true }), 1)
    await expect(explore(instantiate(large), { engine })).rejects.toThrow(/action 'count' writes globalThis\.flag/)
    clearInterval(writing)
  })

  it('a claim that was violated only because of earlier calls is rejected', async () => {
    let most = 0
    const hidden = counting.invariant('i', s => {
      most = Math.max(most, s.x)
      return most < 2
    })
    await expect(explore(instantiate(hidden), { engine })).rejects.toMatchObject({ code: 'impure' })
  })
})
