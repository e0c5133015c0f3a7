/** What a story names as the cause, where the step that breaks a claim alone would not tell it. */

import { model, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { peterson } from '../../../../../models/classic/peterson.ts'
import { plotOf } from '../../../../../src/report/run/plot/plot.ts'
import { putBackBetween } from '../../../../../src/report/run/plot/put-back.ts'
import { explanationOf, whyOf } from '../../../../../src/report/run/why.ts'
import { broken } from './broken-run.ts'

describe('a claim about where processes are', () => {
  const exclusive = peterson.invariant('one inside', s => s.process.filter(p => p.pc === 'critical').length <= 1)

  it('is explained by the look that let one in, and the step that has made it untrue since', async () => {
    const witness = await broken(exclusive, 'one inside', { variant: 'turn before flag' })
    const story = whyOf(witness).join('\n')
    expect(explanationOf(witness)?.title).toBe('What raced')
    expect(story).toMatch(/^process (\d) .* found flag\[\d\] = false, .*wait \(step 4\)\.$/m)
    expect(story).toMatch(/^(?:So )?process \d (?:also )?set flag\[\d\] to true in yield \(step 5\)/m)
  })

  it('would be kept by what the variant changes, and not by a switch that leads past it', async () => {
    const { waysOut } = explanationOf(await broken(exclusive, 'one inside', { variant: 'turn before flag' }))!
    expect(waysOut.map(([, constant]) => (constant as { code: string }).code)).toEqual(['turnFirst = false'])
  })
})

describe('a claim that something can always happen', () => {
  const door = (opens: boolean) =>
    model('door', { opens })
      .shared(() => ({ isShut: false, guests: 0 }))
      .process('guest', {
        steps: {
          come: s => when(!s.isShut),
          sit: s => {
            s.guests++
          },
        },
      })
      .process('host', {
        steps: {
          shut: s => {
            s.isShut = true
          },
          open: (s, _me, c) => {
            if (c.opens) s.isShut = false
          },
        },
      })
      .canAlways('a guest can sit', s => s.guests === 1)

  it('says who is stuck for good, waiting for what, and who could have ended that', async () => {
    const witness = await broken(door(false), 'a guest can sit')
    expect(whyOf(witness)).toEqual([
      'guest waits in come for isShut = false; it is true since host set that in shut (step 1).',
      'With opens = true, after the same schedule some run leads there.',
    ])
    expect(witness.steps).toHaveLength(1)
  })

  it('does not call stuck who waits only for now', async () => {
    const turns = model('turns')
      .shared(() => ({ turn: 0, isLost: false }))
      .process('waiter', { steps: { wait: s => when(s.turn === 1) } })
      .process('other', {
        steps: {
          lose: s => {
            s.isLost = true
          },
          hand: s => {
            s.turn = 1
          },
        },
      })
      .canAlways('nothing is lost', s => !s.isLost)
    const witness = await broken(turns, 'nothing is lost')
    expect(witness.waiting).toEqual([])
    expect(whyOf(witness)).toEqual(['other changed isLost from false to true in lose (step 1).'])
  })

  it('says after which step there is no way back, where nobody is stuck', async () => {
    const round = model('round', { resets: false })
      .shared(() => ({ n: 0 }))
      .process('one', {
        steps: {
          spin: (s, _me, c) => {
            s.n = s.n === 2 ? 1 : s.n + 1
            if (c.resets) s.n = 0
            return 'spin'
          },
        },
      })
      .canAlways('it is 0 again', s => s.n === 0)
    const witness = await broken(round, 'it is 0 again')
    expect(explanationOf(witness)?.title).toBe('After which step there is no way back')
    expect(whyOf(witness)).toEqual([
      'one changed n from 0 to 1 in spin (step 1).',
      'With resets = true, spin (step 1) would have left n at 0, and after the same schedule some run leads there.',
    ])
  })
})

it('waits in a diagram for the cell that another value of would let it move, not for the one that it looked at last', async () => {
  const late = model('late')
    .shared(() => ({ needed: 0, seen: 0 }))
    .process('waiter', {
      steps: {
        wait: s => {
          const isThere = s.needed === 1
          when(s.seen >= 0 && isThere)
        },
      },
    })
    .process('other', {
      steps: {
        look: s => {
          s.seen = 1
        },
      },
    })
  const witness = await broken(late, 'no deadlock')
  expect(whyOf(witness)[0]).toMatch(/^waiter waits in wait for needed = 1/)
})

describe('the words of a story', () => {
  const rules = model('rules', { hurries: true })
    .shared(() => ({ red: true, broke: [] as string[] }))
    .process('car', {
      steps: {
        cross: (s, _me, c) => {
          if (c.hurries && s.red) s.broke.push('crosses at red')
        },
      },
    })
    .invariant('nobody crosses at red', s => !s.broke.includes('crosses at red'))

  it('say what it means that a list gains an element, and that a step would not have done that', async () => {
    const spoken = rules.glossary({
      cells: { broke: { isBookkeeping: true, added: 'broke a rule: it' } },
      constants: { hurries: 'it does not stop' },
    })
    expect(whyOf(await broken(spoken, 'nobody crosses at red'))).toEqual([
      'car broke a rule: it crosses at red in cross (step 1).',
      'With hurries = false (true: it does not stop), cross (step 1) would not have done that, and the same schedule keeps the claim.',
    ])
  })

  it('name what a repair would change of what a step goes by', async () => {
    const access = model('access', { gives: false })
      .shared(() => ({ mapped: [false, true], bad: false }))
      .process('user', {
        locals: () => ({ count: 0, addr: null as number | null }),
        steps: {
          look: (_s, me, c) => {
            me.count = 1
            me.addr = c.gives ? 1 : 0
          },
          store: (s, me) => {
            if (me.count > 0 && me.addr !== null && !s.mapped[me.addr]) s.bad = true
          },
        },
      })
      .invariant('no bad store', s => !s.bad)
    const [story] = whyOf(await broken(access, 'no bad store'))
    expect(story).toMatch(/^user set its addr to 0 in look \(step 1\)/)
    expect(story).not.toContain('count')
  })
})

it('says who put a value back between the step that set it and the one that finds it as it was', async () => {
  const queue = model('queue')
    .shared(() => ({ references: 0, frozen: false, used: false, isOpen: true }))
    .process('user', {
      steps: {
        look: s => when(s.isOpen),
        enter: s => {
          when(!s.frozen)
          s.references++
        },
        exit: s => {
          s.references--
        },
        use: s => {
          s.used = s.frozen
        },
      },
    })
    .process('owner', {
      steps: {
        close: s => {
          when(s.references === 1)
          s.isOpen = false
        },
        freeze: s => {
          when(s.references === 0)
          s.frozen = true
        },
      },
    })
    .invariant('no use when frozen', s => !s.used)
  const witness = await broken(queue, 'no use when frozen')
  expect(whyOf(witness).join('\n')).toMatch(/changed references from 1 to 0 in exit/)
  // Of a run that is too long for all of its steps, the one that would be left out.
  const { run, beats } = plotOf(witness)!
  const exit = witness.steps.findIndex(({ step }) => step === 'exit')
  const others = beats.filter(({ step }) => step !== exit)
  expect(putBackBetween(run, others)).toEqual([{ step: exit, path: ['references'] }])
})
