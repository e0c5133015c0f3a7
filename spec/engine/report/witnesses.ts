/** Witnesses for the tests of reports: found by exploring small models, and made up by fast-check. */

import fc from 'fast-check'
import { assert, choose, model, when } from 'interleave-checker'
import { qrcu } from '../../../models/rcu/qrcu.ts'
import { instantiate, type Setting } from '../../../src/machine/instantiate.ts'
import type { State } from '../../../src/machine/machine.ts'
import { explore } from '../../../src/search/explore.ts'
import { exploreRuns } from '../../../src/temporal/explore-runs.ts'
import type { Blocked } from '../../../src/witness/blocked.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'
import { difference } from '../../../src/witness/difference.ts'
import type { Read } from '../../../src/witness/run-footprints.ts'
import {
  type Loop,
  type OtherStep,
  type Witness,
  type WitnessStep,
  witnessFormat,
} from '../../../src/witness/witness.ts'
import { witnessSchema } from '../../../src/witness/witness-schema.ts'

/** The witness of the claim of that name, or of the first that has one. */
export async function find(
  spec: Parameters<typeof instantiate>[0],
  setting: Setting & { readonly claim?: string } = {},
): Promise<Witness> {
  const machine = instantiate(spec, setting)
  const { claims } = await explore(machine, { allClaims: setting.claim !== undefined, maxStates: 20_000 })
  const claim = claims.find(({ name, run }) => run !== undefined && name === (setting.claim ?? name))
  if (claim === undefined) throw new Error(`no claim of ${machine.model} has a run`)
  return buildWitness(machine, claim)
}

/** The run of a claim about whole runs. */
export async function findEndless(
  spec: Parameters<typeof instantiate>[0],
  setting: Setting & { readonly claim: string },
): Promise<Witness> {
  const machine = instantiate(spec, setting)
  const { claims } = await exploreRuns(machine, { allClaims: true })
  const claim = claims.find(({ name }) => name === setting.claim)
  if (claim === undefined) throw new Error(`${machine.model} has no such claim`)
  return buildWitness(machine, claim)
}

let qrcuFound: Promise<Witness> | undefined

/** Searched for once, since it takes seconds. */
export function qrcuWitness(): Promise<Witness> {
  qrcuFound ??= find(qrcu, { variant: 'no re-summation', set: { readers: 1, updaters: 2 } })
  return qrcuFound
}

export const philosophers = model('philosophers', { n: 3 })
  .shared(c => ({ forks: Array(c.n).fill(null) as (number | null)[] }))
  .process('philosopher', {
    count: c => c.n,
    steps: {
      takeRight: (s, me) => {
        when(s.forks[me.id] === null)
        s.forks[me.id] = me.id
      },
      takeLeft: (s, me, c) => {
        const left = (me.id + 1) % c.n
        when(s.forks[left] === null)
        s.forks[left] = me.id
      },
      eat: (s, me, c) => {
        s.forks[me.id] = null
        s.forks[(me.id + 1) % c.n] = null
        return 'takeRight'
      },
    },
  })

export const throwing = model('throwing')
  .shared(() => ({ list: [null, { a: 1 }] as ({ a: number } | null)[] }))
  .process('worker', {
    locals: () => ({ at: 0 }),
    steps: {
      pick: (_s, me) => {
        me.at = choose(1, 0)
      },
      use: (s, me) => {
        me.at = s.list[me.at]!.a
      },
    },
  })

export const queue = model('queue', { capacity: 2 })
  .shared(() => ({ queue: [] as { seq: number }[], link: { up: true, lost: 0 }, seen: [0, 0] }))
  .process('sender', {
    locals: () => ({ next: 1 }),
    steps: {
      send: (s, me, c) => {
        when(s.queue.length < c.capacity)
        s.queue.push({ seq: me.next })
        me.next++
        return 'send'
      },
    },
  })
  .process('receiver', {
    count: 2,
    steps: {
      take: (s, me) => {
        when(s.queue.length > 0)
        s.seen[me.id] = s.queue.shift()!.seq
        return 'take'
      },
    },
  })
  .action('cut the link', s => {
    when(s.link.up)
    s.link.up = false
    s.link.lost += s.queue.length
    s.queue = []
  })
  .invariant('nothing seen is lost', s => !(s.seen[0] === 2 && s.seen[1] === 1 && s.link.lost > 0))

/** Counts to `to`, one step each, and fails there: a run of any length. */
export const counting = model('counting', { to: 3 })
  .shared(() => ({ n: 0 }))
  .process('counter', {
    steps: {
      count: (s, _me, c) => {
        assert(s.n < c.to, 'counted to the end')
        s.n++
        return 'count'
      },
    },
  })

/** Texts that try to break out of a label, a line or a terminal. */
export const nasty = [
  '"<>&\n{}|',
  '\\',
  '\\N\\G\\l"',
  '&amp;&lt;&#0;&#9;',
  '--> ]; } digraph x { a -> b [label="',
  '<!-- --><script>alert(1)</script>',
  '世界 žluťoučký 🎉👩‍💻',
  '\u001b[31mred\u0007\u0000\u0085',
  '\u202eright to left\u2028\ufeff',
  '\ud800 alone',
  ' spaces   in   a row ',
  'x'.repeat(500),
  'long words in a row '.repeat(40),
  "it's `$(quoted)`",
]

const name = fc
  .oneof(fc.string({ minLength: 1, unit: 'binary' }), fc.constantFrom('a', 'reader', ...nasty))
  // No key of plain data.
  .filter(text => text !== '__proto__')
const plain = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    fc.oneof(fc.constant(null), fc.boolean(), fc.integer(), name),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value
const kind = fc.constantFrom(...witnessSchema.entries.claim.entries.kind.options)

/** Any witness at all, of no model: states that have nothing to do with each other, and names of every kind. */
export const anyWitness: fc.Arbitrary<Witness> = fc
  .record({
    processes: fc.uniqueArray(fc.record({ name, count: fc.integer({ min: 1, max: 5 }) }), {
      selector: process => process.name,
      minLength: 1,
      maxLength: 6,
    }),
    cells: fc.uniqueArray(name, { maxLength: 4 }),
    kind,
    texts: fc.tuple(name, name, name, name),
    length: fc.integer({ min: 0, max: 12 }),
    value: fc.infiniteStream(plain),
    label: fc.infiniteStream(name),
    number: fc.infiniteStream(fc.nat(1000)),
  })
  .map(({ processes, cells, kind, texts, length, value, label, number }) => {
    const next = <T>(stream: IterableIterator<T>) => stream.next().value as T
    const shared = cells.filter(cell => processes.every(process => process.name !== cell))
    const state = (): State => ({
      ...Object.fromEntries(shared.map(cell => [cell, next(value)])),
      ...Object.fromEntries(
        processes.map(process => [
          process.name,
          Array.from({ length: process.count }, () => ({ pc: next(label), local: next(value) })),
        ]),
      ),
    })
    const someStep = (): Omit<OtherStep, 'away'> => {
      const process = processes[next(number) % (processes.length + 1)]
      return {
        process: process?.name ?? null,
        instance: process === undefined ? 0 : next(number) % process.count,
        step: next(label),
        choices: next(number) % 3 === 0 ? [next(value) as string] : [],
        script: [],
      }
    }
    const fails = kind === 'assertion' || kind === 'error'
    const states = Array.from({ length: length + 1 }, state)
    const from = next(number) % (length + 1)
    if (kind === 'temporal') states[length] = states[from] as State
    const steps = Array.from({ length }, (_, k): WitnessStep => {
      const isFailure = fails && k === length - 1
      return { ...someStep(), changes: isFailure ? [] : difference(states[k], states[k + 1]) }
    })
    return {
      format: witnessFormat,
      model: texts[0],
      variant: texts[1],
      constants: { [texts[2]]: texts[3] },
      spec: null,
      claim: { name: texts[3], kind, verdict: kind === 'reachable' ? 'witnessed' : 'violated' },
      ...(fails && { message: texts[2], stack: `Error: ${texts[2]}\n    at ${texts[1]}` }),
      processes: processes,
      initial: states[0] as State,
      steps,
      others: states
        .slice(0, fails && length > 0 ? length : length + 1)
        .map(() => Array.from({ length: next(number) % 12 }, () => ({ ...someStep(), away: next(number) % 2 === 0 }))),
      ...(kind === 'temporal' && { loop: anyLoop(from, length) }),
      ...(kind.startsWith('t') && next(number) % 2 === 0 && { me: { process: texts[0], instance: 1 } }),
      ...(kind === 'deadlock' && { waiting: [{ process: texts[0], instance: 0, step: texts[1] }] }),
      ...(next(number) % 4 > 0 && explanationOf({ steps, last: fails ? length - 1 : length, processes })),
    }

    /** A loop with everything that may be known of one. */
    function anyLoop(from: number, last: number): Loop {
      const forms = ['eventually', 'leadsTo', 'infinitelyOften', 'eventuallyAlways', 'temporal'] as const
      const someone = () => {
        const process = next(number) % 3 === 0 ? null : next(label)
        return { process, instance: next(number) % 3, step: next(label) }
      }
      return {
        from,
        form: forms[next(number) % 5] as Loop['form'],
        ...(next(number) % 2 === 0 && { since: from }),
        fairness: Array.from({ length: next(number) % 16 }, () => ({
          ...someone(),
          strength: next(number) % 2 === 0 ? ('weak' as const) : ('strong' as const),
          by: next(number) % 2 === 0 ? ('taken' as const) : ('impossible' as const),
          at: from + (next(number) % (last - from + 1)),
        })),
        heldUp: Array.from({ length: next(number) % 3 }, () => ({ ...someone(), isAlways: next(number) % 2 === 0 })),
      }
    }

    /** A slice, spans and waits; a waiting mover takes no step. */
    function explanationOf(run: {
      readonly steps: readonly WitnessStep[]
      readonly last: number
      readonly processes: Witness['processes']
    }): Pick<Witness, 'slice' | 'spans' | 'blocked'> {
      const end = Math.max(0, run.last)
      const reads = (k: number): Read[] =>
        Array.from({ length: next(number) % 4 }, () => {
          const writer = next(number) % (k + 1)
          const path = [next(label), ...(next(number) % 2 === 0 ? [next(number)] : [])]
          return { path, value: next(value) as string, writer: writer === k ? null : writer }
        })
      const stretch = () => {
        const [a, b] = [next(number) % (end + 1), next(number) % (end + 1)]
        const process = run.processes[next(number) % run.processes.length] as Witness['processes'][number]
        const instance = next(number) % process.count
        return { process: process.name, instance, from: Math.min(a, b), to: Math.max(a, b) }
      }
      const blocked: Blocked[] = []
      for (const one of Array.from({ length: next(number) % 6 }, stretch)) {
        const isSame = (other: { process: string | null; instance: number }) =>
          other.process === one.process && other.instance === one.instance
        const moves = run.steps.slice(one.from, one.to + 1).some(isSame)
        const waits = blocked.some(other => isSame(other) && other.from <= one.to && one.from <= other.to)
        if (!moves && !waits) blocked.push({ ...one, step: next(label), reads: reads(one.from) })
      }
      const roles = ['value', 'decision', undefined] as const
      return {
        slice: {
          steps: run.steps.map((_, k) => {
            const role = roles[next(number) % 3]
            return role === undefined ? { reads: reads(k) } : { reads: reads(k), role }
          }),
          claim: reads(run.steps.length),
        },
        spans: Array.from({ length: next(number) % 7 }, () => ({ ...stretch(), name: next(label) })),
        blocked,
      }
    }
  })
