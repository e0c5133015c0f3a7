/** Long runs that do the same again and again: the stretch that repeats, and what goes on meanwhile. */

import { oncePer } from '../../base/once-per.ts'
import type { Path } from '../../base/plain.ts'
import { type Plain, showPath } from '../../base/plain.ts'
import type { State } from '../../machine/machine.ts'
import { moverName, statesOf, type Witness } from '../../witness/witness.ts'
import { count } from '../text/count.ts'
import { harmless } from '../text/value.ts'
import type { Part, Sentence } from './plot/words.ts'

/** A number that only rises from round to round, or only falls. */
export interface Drift {
  readonly path: Path
  readonly from: number
  readonly to: number
}

/** A stretch of a run, from step `from` to before step `to`, both from 0, that is one and the same sequence of steps again and again. */
export interface Rounds {
  readonly from: number
  readonly to: number
  readonly length: number
  readonly times: number
  readonly drifts: readonly Drift[]
}

/** Shorter runs are shown step by step. */
const fewestSteps = 40
const fewestRounds = 4
const longestRound = 64
const maxDrifts = 3

/** The rounds that most of a run is made of; undefined where no stretch repeats often. */
export const roundsOf: (witness: Witness) => Rounds | undefined = oncePer(findRounds)

function findRounds(witness: Witness): Rounds | undefined {
  if (witness.steps.length < fewestSteps) return undefined
  const names = witness.steps.map(step => JSON.stringify([moverName(step), step.step]))
  const lengths = Array.from({ length: longestRound }, (_, i) => i + 1)
  const all = lengths.map(length => longestRepeated(names, length))
  const best = all.reduce((a, b) => (b.to - b.from > a.to - a.from ? b : a))
  if (best.times < fewestRounds || best.to - best.from < fewestSteps) return undefined
  return { ...best, drifts: driftsIn(statesOf(witness), best) }
}

type Repeated = Omit<Rounds, 'drifts'>

/** The longest stretch in which each step is the one of `length` steps before, in whole rounds. */
function longestRepeated(names: readonly string[], length: number): Repeated {
  let best: Repeated = { from: 0, to: 0, length, times: 0 }
  let from = 0
  for (let k = length; k <= names.length; k++) {
    if (k < names.length && names[k] === names[k - length]) continue
    const times = Math.floor((k - from) / length)
    if (times * length > best.to - best.from) best = { from, to: from + times * length, length, times }
    from = k - length + 1
  }
  return best
}

/** The numbers that go one way from round to round, those first that go farthest. */
function driftsIn(states: readonly State[], { from, to, length }: Repeated): Drift[] {
  const rounds = Array.from({ length: (to - from) / length + 1 }, (_, i) =>
    numbersIn(states[from + i * length] as State),
  )
  const [first] = rounds
  const last = rounds.at(-1)
  return [...(first ?? [])]
    .flatMap(([key, start]): Drift[] => {
      const values = rounds.map(numbers => numbers.get(key) ?? start)
      const end = last?.get(key) ?? start
      const isSteady = [1, -1].some(way =>
        values.every((value, i) => i === 0 || (value - (values[i - 1] ?? value)) * way >= 0),
      )
      return isSteady && end !== start ? [{ path: JSON.parse(key) as Path, from: start, to: end }] : []
    })
    .sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from))
    .slice(0, maxDrifts)
}

function numbersIn(value: unknown, path: Path = [], found = new Map<string, number>()): Map<string, number> {
  if (typeof value === 'number') found.set(JSON.stringify(path), value)
  else if (typeof value === 'object' && value !== null) {
    const isList = Array.isArray(value)
    for (const [key, part] of Object.entries(value as { readonly [key: string]: Plain }))
      numbersIn(part, [...path, isList ? Number(key) : key], found)
  }
  return found
}

/** `Steps 3 to 1514 repeat the same 12 steps 126 times; from round to round turn[0] rises from 2 to 254.` */
export function roundsSentence({ from, to, length, times, drifts }: Rounds): Sentence {
  const meanwhile = drifts.flatMap((drift, i): Part[] => [
    i === 0 ? '; from round to round ' : i === drifts.length - 1 ? ' and ' : ', ',
    { code: harmless(showPath(drift.path)) },
    drift.to > drift.from ? ' rises from ' : ' falls from ',
    { code: String(drift.from) },
    ' to ',
    { code: String(drift.to) },
  ])
  return [`Steps ${from + 1} to ${to} repeat the same ${count(length, 'step')} ${times} times`, ...meanwhile, '.']
}

/** Of steps that are repeated, the story says that they are. */
export function isWithinRounds(rounds: Rounds | undefined, step: number): boolean {
  return rounds !== undefined && rounds.from <= step && step < rounds.to
}
