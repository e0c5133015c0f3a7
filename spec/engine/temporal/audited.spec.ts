/** What is wrong with a predicate of a temporal claim is found, and described as it is for an invariant, by both engines. */

import { model } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import { exploreRuns } from '../../../src/temporal/explore-runs.ts'
import { folderWith, interleave } from '../cli/run-command.ts'

const engines = ['footprint', 'reference'] as const

/** What claims a predicate, `p`, of a model. */
const forms = {
  invariant: (p: string) => `.invariant('i', s => ${p})`,
  eventually: (p: string) => `.eventually('i', s => ${p})`,
  'leadsTo, by instance': (p: string) => `.leadsTo('i', () => true, (s, me) => me.id < 0 || (${p}), { of: 'a' })`,
  canAlways: (p: string) => `.canAlways('i', s => ${p})`,
} as const

const before = `
import { randomInt } from 'node:crypto'
let ever = false
let evaluations = 0
let last = -1
`

interface Fault {
  readonly title: string
  /** What one of the steps does besides. */
  readonly step: string
  readonly predicate: string
  readonly says: string
}

const faults: readonly Fault[] = [
  { title: 'random numbers', step: '', predicate: 'Math.random() < 2', says: "claim 'i' calls Math.random" },
  { title: 'random numbers of Node', step: '', predicate: 'randomInt(10) < 11', says: "claim 'i' calls " },
  { title: 'the clock', step: '', predicate: 'Date.now() !== 0', says: "claim 'i' gave two different results" },
  {
    title: 'a variable that a step sets',
    step: 'ever = true',
    predicate: 's.y === 0 || ever',
    says: "claim 'i' behaves differently in a fresh copy",
  },
  { title: 'a count of evaluations', step: '', predicate: '++evaluations < 20', says: "claim 'i'" },
  { title: 'the last state', step: '', predicate: 'last < (last = s.x)', says: "claim 'i'" },
  {
    title: 'a global',
    step: '',
    predicate: '((globalThis as { seen?: number }).seen = s.x) < 99',
    says: "claim 'i' writes globalThis.seen",
  },
  { title: 'the identity of objects', step: '', predicate: 's.l[0] === s.l[1]', says: "claim 'i' compares objects" },
  {
    title: 'the order of keys',
    step: '',
    predicate: "Object.keys(s.d)[0] !== 'a'",
    says: "claim 'i' depends on the order",
  },
  { title: 'a result that is no boolean', step: '', predicate: '(s.x as never)', says: "claim 'i' returned 0" },
  { title: 'an error', step: '', predicate: '(s.l[5] as { v: number }).v === 1', says: "claim 'i' threw an error" },
]

function source({ step, predicate }: Fault, claim: (p: string) => string): string {
  return `import { model, when } from 'interleave-checker'
${before}
export default model('m').shared(() => ({ x: 0, y: 0, l: [{ v: 1 }, { v: 1 }], d: {} as Record<string, number> }))
  .process('a', { steps: {
    up: s => { when(s.x < 8); s.x++; ${step}; return 'up' },
  } })
  .process('b', { steps: { key: s => { s.y = 1; s.d.b = 1 }, more: s => { s.d.a = 1 } } })
  .mayDeadlock()
  ${claim(predicate)}
`
}

describe.each(engines)('with the %s engine', engine => {
  describe.each(Object.entries(forms))('a predicate of %s', (_, claim) => {
    it.concurrent.each(faults)('may not depend on $title', async fault => {
      const cwd = folderWith({ 'm.ts': source(fault, claim) })
      const ran = await interleave(['check', 'm.ts', '--engine', engine, '--no-types', '--no-graph'], { cwd })
      expect(ran.stderr).toContain(fault.says)
      expect(ran.code).toBe(3)
      expect(ran.stdout).toBe('')
    })
  })

  it('a predicate that turns true after some evaluations is refused without a copy of its module', async () => {
    let evaluations = 0
    const counting = model('counting')
      .shared(() => ({ n: 0 }))
      .action('up', s => {
        s.n = (s.n + 1) % 100
      })
      .eventually('i', () => ++evaluations > 60)
    const check = exploreRuns(instantiate(counting), { engine })
    await expect(check).rejects.toThrow(/claim 'i' gave two different results/)
  })

  it('a misspelt key is reported of every kind of temporal claim', async () => {
    const { warnings } = await exploreRuns(instantiate(misspelt), { engine, allClaims: true })
    expect(warnings).toEqual([
      "claim 'a' reads s.boks, which no state has",
      "claim 'b' reads s.box.opn, which no state has",
      "claim 'c' reads s.p[0].sen, which no state has",
      "claim 'd' reads s.boks, which no state has",
      "claim 'e' reads s.boks, which no state has",
      "claim 'f' reads c.sise, which is not a constant",
    ])
  })
})

/** What types would refuse. */
interface Misspelt {
  readonly boks: number
  readonly sen: number
  readonly opn: boolean
  readonly sise: number
}

const bad = (value: object): Misspelt => value as Misspelt

const misspelt: AnyModel = model('misspelt', { size: 1 })
  .shared(() => ({ box: { open: true } }))
  .process('p', {
    locals: () => ({ seen: 0 }),
    steps: {
      close: s => {
        s.box.open = false
      },
    },
  })
  .eventually('a', s => bad(s).boks === undefined)
  .infinitelyOften('b', s => bad(s.box).opn !== true)
  .leadsTo(
    'c',
    (_s, me) => bad(me).sen !== 1,
    (_s, me) => me.pc === 'done' && me.id === 0,
    { of: 'p' },
  )
  .canAlways('d', s => bad(s).boks !== 1)
  .temporal('e', f =>
    f.until(
      s => bad(s).boks !== 1,
      f.eventually(s => !s.box.open),
    ),
  )
  .eventuallyAlways('f', (_s, c) => bad(c).sise !== 1)
