/**
 * What a step failed to do: it changed one of the cells that the claim compares, and left another as it was that an earlier step
 * had changed along with it.
 */

import { canonical, type Path, type Plain } from '../../../base/plain.ts'
import { wordsOfCell } from './phrases.ts'
import { isPlace, type PlottedRun } from './plotted-run.ts'
import { cellParts, nobody, type Part, type Sentence, stepNamed } from './words.ts'

/** Steps are numbered from 0. */
interface LeftAlone {
  /** The step that changed `path` only, and what it left. */
  readonly step: number
  readonly path: Path
  readonly left: Path
  /** The last earlier step that had changed both, or the same of another instance or place of a list. */
  readonly model: number
  readonly both: readonly [Path, Path]
}

/** Of claims about states: one about a step compares the states before and after it anyway. */
export function leftAloneIn(run: PlottedRun): Sentence[] {
  if (run.witness.claim.kind !== 'invariant' || run.witness.claim.verdict !== 'violated') return []
  const seen = seenByClaim(run)
  const found = seen.flatMap(path => seen.flatMap(left => leftAlone(run, path, left)))
  return found
    .toSorted((a, b) => b.step - a.step)
    .slice(0, 1)
    .map(one => sentence(run, one))
}

function seenByClaim({ witness }: PlottedRun): Path[] {
  const all = witness.slice?.claim ?? []
  return all
    .filter(({ path, member, isMoot }) => {
      const isReal = member === undefined && isMoot !== true && path.length > 0 && !isPlace(path)
      return isReal && wordsOfCell(witness, path)?.isBookkeeping !== true
    })
    .map(({ path }) => path)
}

/** Whether the last step that changed `path` left `left` alone, and nobody has changed that since, where an earlier one changed both. */
function leftAlone(run: PlottedRun, path: Path, left: Path): LeftAlone[] {
  const step = run.changesBetween(-1, run.last + 1, path).at(-1)
  if (step === undefined || canonical(path) === canonical(left) || isSameKind(path, left)) return []
  if (run.changesBetween(step - 1, run.last + 1, left).length > 0) return []
  for (let k = step - 1; k >= 0; k--) {
    const isOther = run.isOnChain(k) && !run.isSameStep(k, step) && !isOtherEvent(run, k, step)
    const both = isOther ? changedBoth(run, k, path, left) : undefined
    if (both !== undefined) return [{ step, path, left, model: k, both }]
  }
  return []
}

/** Whether two steps at the same label chose to do different things. */
function isOtherEvent({ witness: { steps } }: PlottedRun, a: number, b: number): boolean {
  const [one, other] = [steps[a], steps[b]]
  const eventOf = (choices: readonly Plain[] = []): Plain | undefined =>
    choices.find(choice => typeof choice === 'string')
  return (
    one?.process === other?.process && one?.step === other?.step && eventOf(one?.choices) !== eventOf(other?.choices)
  )
}

/** The counterparts of two cells that a step changed together: the numbers in which they agree, agree there, too. */
function changedBoth({ witness }: PlottedRun, k: number, one: Path, other: Path): readonly [Path, Path] | undefined {
  const changed = (witness.steps[k]?.changes ?? []).map(({ path }) => path)
  const pairs = changed
    .filter(path => isSameKind(path, one))
    .flatMap(a => changed.filter(path => isSameKind(path, other)).map((b): [Path, Path] => [a, b]))
  return pairs.find(([a, b]) => agreement(a, b) === agreement(one, other))
}

function isSameKind(a: Path, b: Path): boolean {
  const kindOf = (path: Path): string => canonical(path.map(key => (typeof key === 'number' ? 0 : key)))
  return kindOf(a) === kindOf(b)
}

function agreement(a: Path, b: Path): string {
  const numbers = (path: Path): number[] => path.filter(key => typeof key === 'number')
  return canonical(numbers(a).map(one => numbers(b).map(other => one === other)))
}

/** `put (step 2) had changed count along with value; del (step 4) changed value and left count alone.` */
function sentence(run: PlottedRun, { step, path, left, model, both }: LeftAlone): Sentence {
  const { witness } = run
  const cell = (one: Path): Part[] => cellParts(witness, nobody, one)
  return [
    ...stepNamed(witness, model),
    ' had changed ',
    ...cell(both[1]),
    ' along with ',
    ...cell(both[0]),
    '; ',
    ...stepNamed(witness, step),
    ' changed ',
    ...cell(path),
    ' and left ',
    ...cell(left),
    ' as it was.',
  ]
}
