/** Sets: members compared by structure, in canonical order, the same in every engine. */

import { add, choose, has, model, remove, setOf, size, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { explore } from '../../../src/search/explore.ts'
import spec, { expected } from '../../classic/two-phase-commit.ts'
import { expectSameOutcome } from '../search/same-outcome.ts'

type Message = { readonly to: number; readonly text: string }

const mail = model('mail', { nodes: 2 })
  .shared(() => ({ msgs: setOf<Message>({ to: 0, text: 'hello' }), lost: 0 }))
  .process('node', {
    count: c => c.nodes,
    locals: () => ({ got: setOf<string>() }),
    steps: {
      receive: (s, me) => {
        const m = choose(...s.msgs)
        when(m.to === me.id)
        add(me.got, m.text)
        remove(s.msgs, m)
        add(s.msgs, { text: `${m.text}!`.slice(0, 8), to: 1 - me.id })
        return 'receive'
      },
    },
    mayRest: ['receive'],
  })
  .action('lose', s => {
    when(s.lost < 2 && size(s.msgs) > 0)
    remove(s.msgs, choose(...s.msgs))
    s.lost++
  })
  .action('repeat', s => add(s.msgs, { to: 0, text: 'hello' }))
  .invariant('few messages', s => size(s.msgs) < 4)
  .reachable('node 1 hears of it', (s, c) => c.nodes > 1 && has(s.node[1]?.got ?? setOf<string>(), 'hello!'))

describe('sets', () => {
  it('are the same in the reference and in the footprint engine', async () => {
    await expectSameOutcome(instantiate(mail), { allClaims: true, maxStates: 3000 }, { chunkStates: 16 })
  })

  it('keep their unique members in canonical order, for any order of keys and calls', () => {
    const set = setOf<unknown>({ b: 1, a: 2 }, 10, 9, { a: 2, b: 1 })
    add(set, 9)
    add(set, 'x')
    expect(JSON.stringify(set)).toBe('["x",10,9,{"a":2,"b":1}]')
    expect(has(set, { b: 1, a: 2 })).toBe(true)
    remove(set, { b: 1, a: 2 })
    remove(set, 'not there')
    expect(size(set)).toBe(3)
  })

  it('copy what is added, so that it cannot change inside', () => {
    const member = { a: 1 }
    const set = setOf<unknown>(member)
    member.a = 2
    expect(has(set, { a: 1 })).toBe(true)
  })

  it('reject members that are not plain data, with a message that names the part', () => {
    expect(() => add(setOf<unknown>(), { f: undefined })).toThrow(/add was given a member .*f is undefined/)
  })
})

describe('two-phase commit has the census that TLC finds', () => {
  it.each([
    ['base', null],
    ['7 managers', '7 managers'],
  ] as const)('%s', async (name, variant) => {
    const { census, claims } = await explore(instantiate(spec, { variant }))
    expect([census.states, census.transitions, census.depth]).toEqual(expected[name].census)
    expect(claims.every(({ verdict }) => verdict === 'holds' || verdict === 'witnessed')).toBe(true)
  })

  it('in the reference too', async () => {
    await expectSameOutcome(instantiate(spec), {})
  })
})
