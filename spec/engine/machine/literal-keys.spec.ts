import { model } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { literalKeysIn } from '../../../src/machine/literal-keys.ts'
import { transitionsOf } from '../../../src/machine/reference.ts'

describe('the keys of literals', () => {
  it.each<[string, string, string[][]]>([
    ['in the order written', 's => { s.net.push({ to: 1, from: 2 }) }', [['to', 'from']]],
    ['by their names alone', 's => send(s, { to, from })', [['to', 'from']]],
    ['within others', '() => ({ to: 1, data: { y: 1, x: 2 } })', [['y', 'x'], ['to', 'data']]], // biome-ignore format: a table
    ['not of patterns', 's => { const { to, from } = s.a; f(({ y, x }) => y) }', []],
    ['not of literals that spread others', 's => ({ ...s.a, to, from })', []],
    ['not of what strings and comments say', `s => { /* { b, a } */ f('{ d, c }', "{ f, e }") }`, []],
    ['not of blocks', 's => { if (s.a) { f(s), g(s) } else { h: i(s) } }', []],
  ])('are found %s', (_, text, keys) => {
    expect(literalKeysIn(text)).toEqual(keys)
  })
})

describe('a record that a step writes as a literal', () => {
  const messages = model('messages')
    .shared(() => ({ net: [] as object[], to: 0 }))
    .action('send', s => void s.net.push({ type: 'a', to: 1, by: 2 }))
    .action('turn', s => void s.net.push({ zed: 1, alpha: 2 }))
    .action('turn back', s => void s.net.push({ alpha: 1, zed: 2 }))

  const netAfter = (mover: number): string => {
    const machine = instantiate(messages)
    const [transition] = transitionsOf(machine, machine.initialStates[0]!, mover)
    const { effect } = transition!
    return effect.kind === 'state' ? JSON.stringify(effect.state.net) : effect.kind
  }

  it('looks as it was written, also where initial states name some of its keys', () => {
    expect(netAfter(0)).toBe('[{"type":"a","to":1,"by":2}]')
  })

  it('has the order of the first literal with its keys', () => {
    expect(netAfter(1)).toBe('[{"zed":1,"alpha":2}]')
    expect(netAfter(2)).toBe('[{"zed":2,"alpha":1}]')
  })
})
