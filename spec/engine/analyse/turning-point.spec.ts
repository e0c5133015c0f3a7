/** The turning points of known models, determined by hand. */

import { describe, expect, test } from 'vitest'
import { turningPoint, withFates } from '../../../src/analyse/turning-point.ts'
import { exploreFates } from '../../../src/analyse/whole-graph.ts'
import { assert, model, when } from '../../../src/index.ts'
import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import { turningPointLines } from '../../../src/report/run/turning-point.ts'
import { witnessToDot } from '../../../src/report/run/witness-dot.ts'
import { witnessToText } from '../../../src/report/run/witness-text.ts'
import { explore } from '../../../src/search/explore.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'
import { readWitness } from '../../../src/witness/read-witness.ts'
import type { Witness } from '../../../src/witness/witness.ts'

async function explained(source: AnyModel, claim: string): Promise<Witness> {
  const machine = instantiate(source)
  const { claims } = await explore(machine)
  const outcome = claims.find(({ name }) => name === claim)
  if (outcome?.run === undefined) throw new Error(`${claim} has no run`)
  const fates = await exploreFates(machine, [claim])
  if (fates.kind === 'unknown') throw new Error(fates.why)
  const graph = fates.graphs.get(claim)
  if (graph === undefined) throw new Error('the claim was not looked at')
  return withFates(buildWitness(machine, outcome), machine, graph)
}

/** Philosophers with a step between the forks, so that the deadlock comes some steps after it is certain. */
const philosophers = model('philosophers', { n: 3 })
  .shared(c => ({ forks: Array(c.n).fill(null) as (number | null)[] }))
  .process('philosopher', {
    count: c => c.n,
    steps: {
      takeRight: (s, me) => {
        when(s.forks[me.id] === null)
        s.forks[me.id] = me.id
      },
      reach: () => {},
      takeLeft: (s, me, c) => {
        when(s.forks[(me.id + 1) % c.n] === null)
        s.forks[(me.id + 1) % c.n] = me.id
      },
      eat: (s, me, c) => {
        s.forks[me.id] = null
        s.forks[(me.id + 1) % c.n] = null
        return 'takeRight'
      },
    },
  })

/** Peterson's lock without the variable that says whose turn it is: each waits for the other. */
const flags = model('flags')
  .shared(() => ({ wants: [false, false] }))
  .process('p', {
    count: 2,
    steps: {
      raise: (s, me) => {
        s.wants[me.id] = true
      },
      wait: (s, me) => when(!s.wants[1 - me.id]),
      leave: (s, me) => {
        s.wants[me.id] = false
        return 'raise'
      },
    },
  })

describe('the turning point', () => {
  test('of the dining philosophers is the last fork', async () => {
    const witness = await explained(philosophers, 'no deadlock')
    const { sealedBy } = turningPoint(witness) ?? { sealedBy: -1 }
    expect(witness.steps).toHaveLength(6)
    const step = witness.steps[sealedBy - 1]
    expect(step?.step).toBe('takeRight')
    expect(witness.steps.slice(sealedBy).map(later => later.step)).not.toContain('takeRight')
    expect(witness.fates?.slice(sealedBy, -1).every(fate => fate === 'doomed')).toBe(true)
    expect(turningPointLines(witness)).toEqual([
      `From step ${sealedBy} on (philosopher ${step?.instance}: takeRight) it can't be avoided: every run breaks the claim.`,
    ])
  })

  test("of Peterson's lock without its turn is the last step", async () => {
    const witness = await explained(flags, 'no deadlock')
    expect(witness.fates).toEqual(['endangered', 'endangered', 'broken'])
    expect(turningPointLines(witness)).toEqual([])
    expect(witnessToText(witness)).not.toContain('from here on')
  })

  test('of a claim about transitions makes the state after the step broken, even if it is harmless', async () => {
    // A process that has passed the other's flag must leave, since the other now waits for it.
    const source = flags.mayDeadlock().transition('none leaves', (_a, _b, { step }) => step !== 'leave')
    const witness = await explained(source, 'none leaves')
    expect(witness.fates).toEqual(['endangered', 'endangered', 'doomed', 'broken'])
    expect(witness.steps.map(({ step }) => step)).toEqual(['raise', 'wait', 'leave'])
    expect(turningPointLines(witness)).toEqual([
      "From step 2 on (p 0: wait) it can't be avoided: every run breaks the claim.",
    ])
  })

  test('is before the run if the violation could not be avoided', async () => {
    const counting = model('m')
      .shared(() => ({ n: 0 }))
      .process('p', {
        steps: {
          count: s => {
            assert(s.n < 2)
            s.n++
            return 'count'
          },
        },
      })
    const witness = await explained(counting, 'no assertion fails')
    expect(witness.fates).toEqual(['doomed', 'doomed', 'doomed'])
    expect(turningPointLines(witness)).toEqual(['It could not be avoided: from the start every run breaks the claim.'])
  })

  test('is not worth a word where the only step breaks the claim', async () => {
    const broken = model('m')
      .shared(() => ({ n: 0 }))
      .process('p', {
        steps: {
          count: s => {
            s.n++
          },
        },
      })
      .invariant('none', s => s.n === 0)
    const witness = await explained(broken, 'none')
    expect(witness.fates).toEqual(['doomed', 'broken'])
    expect(turningPointLines(witness)).toEqual([])
  })

  test('exists although a process could spin forever', async () => {
    const spinning = (mayRest: 'go'[]) =>
      model('m')
        .shared(() => ({ n: 0, locked: false }))
        .process('spinner', { steps: { spin: () => 'spin' as const } })
        .process('p', {
          steps: {
            lock: s => {
              s.locked = true
            },
            go: s => {
              s.n++
            },
            on: s => {
              s.n++
            },
          },
          mayRest,
        })
        .process('q', {
          steps: {
            end: s => {
              when(!s.locked)
              s.locked = true
              s.n = -9
            },
          },
          mayRest: ['end'],
        })
        .invariant('small', s => s.n < 2)
    const witness = await explained(spinning([]), 'small')
    expect(witness.fates).toEqual(['endangered', 'cornered', 'cornered', 'broken'])
    expect(turningPointLines(witness)).toEqual([
      "From step 1 on (p 0: lock) it can't be avoided: every run in which no process is starved breaks the claim.",
    ])
    expect((await explained(spinning(['go']), 'small')).fates).toEqual([
      'endangered',
      'endangered',
      'cornered',
      'broken',
    ])
  })

  test('is not forced by an action, which need never happen', async () => {
    const source = model('m')
      .shared(() => ({ isDown: false }))
      .process('p', { steps: { work: () => 'work' as const } })
      .action('power cut', s => {
        s.isDown = true
      })
      .invariant('up', s => !s.isDown)
    const witness = await explained(source, 'up')
    expect(witness.fates).toEqual(['endangered', 'broken'])
  })

  test('does not exist in a run without steps', async () => {
    const source = model('m')
      .process('p', { steps: { go: () => {} } })
      .invariant('no', () => false)
    const witness = await explained(source, 'no')
    expect(witness.fates).toEqual(['broken'])
    expect(turningPointLines(witness)).toEqual([])
  })
})

describe('the fates of other steps', () => {
  test('say where each leads', async () => {
    const witness = await explained(flags, 'no deadlock')
    expect(witness.others[0]).toMatchObject([{ process: 'p', step: 'raise', fate: 'endangered' }])
    expect(witness.others[1]).toMatchObject([{ process: 'p', step: 'wait', fate: 'endangered' }])
  })
})

describe('reports', () => {
  test('as text mark the row of the sealing step, and keep the width', async () => {
    const witness = await explained(philosophers, 'no deadlock')
    const text = witnessToText(witness, { width: 72 })
    const at = text.split('\n').findIndex(line => line.includes('!! from here on'))
    const rows = text.split('\n').slice(0, at + 1)
    expect(rows.filter(line => /^[ ·]*>?\d+ {2}/.test(line))).toHaveLength(turningPoint(witness)?.sealedBy ?? -1)
    expect(text).toContain('!!   From step')
    expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThanOrEqual(72)
    expect(witnessToText(witness, { width: 72 })).toBe(text)
  })

  test('as a diagram colour what is doomed, and name the step', async () => {
    const witness = await explained(philosophers, 'no deadlock')
    const dot = witnessToDot(witness)
    const orange = dot.split('\n').filter(line => /^ *s\d+ \[/.test(line) && line.includes('#fff4e5'))
    expect(orange).toHaveLength(witness.fates?.filter(fate => fate === 'doomed').length ?? -1)
    expect(dot).toContain('From here on every run breaks it.')
  })

  test('are reported as unknown if they are', async () => {
    const { fates: _, ...witness } = await explained(philosophers, 'no deadlock')
    expect(turningPointLines(witness)).toEqual([])
    expect(turningPointLines({ ...witness, fatesUnknown: 'there are 5 states or more' })).toEqual([
      'Whether it could still be avoided is not known: there are 5 states or more.',
    ])
  })
})

describe('in a file', () => {
  test('fates are read back as they were written', async () => {
    const witness = await explained(philosophers, 'no deadlock')
    expect(readWitness(JSON.stringify(witness))).toEqual(JSON.parse(JSON.stringify(witness)))
  })

  test('each state has a valid fate', async () => {
    const witness = await explained(flags, 'no deadlock')
    const read = (fates: unknown) => () => readWitness(JSON.stringify({ ...witness, fates }))
    expect(read(['doomed'])).toThrow('fates: there are 3 states and the fates of 1')
    expect(read(['endangered', 'lost', 'broken'])).toThrow('fates.1')
  })
})
