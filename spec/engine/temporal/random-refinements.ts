/** Random models that are to refine random models, with a random mapping of states, for fast-check. */

import fc from 'fast-check'
import type { NaiveState } from './naive-runs.ts'
import { type AnyModel, buildRuns, fairnessIn, given, type RandomRuns, randomRuns, type S } from './random-runs.ts'

/** How a state is seen: each cell by a cell or its opposite, each label by a label; what the model does not have is left out. */
export interface RandomMapping {
  readonly x: Seen
  readonly y: Seen
  /** By the number of a label, 3 for the end: the number of a label, or of the end. */
  readonly labels: readonly number[]
}

type Seen = 'x' | 'y' | 'not x' | 'never' | 'q has begun'

export interface RandomRefinement {
  readonly concrete: RandomRuns
  readonly abstract: RandomRuns
  readonly mapping: RandomMapping
}

const seen = fc.constantFrom<Seen>('x', 'x', 'y', 'y', 'not x', 'never', 'q has begun')
const mapping = fc.record({ x: seen, y: seen, labels: fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }) })

const independent = fc.record({ concrete: randomRuns, abstract: randomRuns, mapping })

/** The same model, seen as it is: most of these refine it. */
const alike = fc.tuple(randomRuns, randomRuns, fc.boolean()).map(([concrete, other, isFairer]): RandomRefinement => {
  const fair = isFairer ? concrete.fair : other.fair
  return { concrete, abstract: { ...concrete, fair }, mapping: { x: 'x', y: 'y', labels: [0, 1, 2, 3] } }
})

export const randomRefinements: fc.Arbitrary<RandomRefinement> = fc.oneof({ weight: 2, arbitrary: independent }, alike)

/** The state as which a state of the concrete model is seen. */
export function seenAs({ concrete, abstract, mapping }: RandomRefinement, state: NaiveState): NaiveState {
  const cell = (how: Seen): number => {
    if (how === 'x' || how === 'y') return state[how]
    if (how === 'not x') return 1 - state.x
    return how === 'never' || state.q[0] === 'l0' ? 0 : 1
  }
  const label = (at: string | undefined, count: number): string => {
    const number = mapping.labels[at === undefined || at === 'done' ? 3 : Number(at.slice(1))] as number
    return number < count ? `l${number}` : 'done'
  }
  return {
    x: cell(mapping.x),
    y: cell(mapping.y),
    p: Array.from({ length: abstract.p.count }, (_, i) =>
      label(state.p[i % concrete.p.count], abstract.p.steps.length),
    ),
    q: [label(state.q[0], abstract.q.length)],
  }
}

export function buildRefinement(random: RandomRefinement): AnyModel {
  const { concrete, abstract } = random
  const fair = fairnessIn(abstract)
  const stated = { weak: fair.weak.map(given), strong: fair.strong.map(given) } as never
  const seen = (s: S) => {
    const at = (list: S['p']): string[] => list.map(({ pc }) => pc)
    const { x, y, p, q } = seenAs(random, { x: s.x, y: s.y, p: at(s.p), q: at(s.q) })
    return { x, y, p: p.map(pc => ({ pc })), q: q.map(pc => ({ pc })) }
  }
  const own = fairnessIn(concrete)
  const fairly = { weak: own.weak.map(given), strong: own.strong.map(given) } as never
  return buildRuns(concrete)
    .fair(fairly)
    .refines('seen', buildRuns(abstract).fair(stated), seen as never) as never
}
