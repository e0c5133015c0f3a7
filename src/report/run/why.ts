/**
 * The explanation of a run in a few sentences: which step broke the claim, whose values that step and earlier ones
 * used, and which process had read a value too early.
 *
 * It uses only recorded facts: who read what, and who had written it. (Compare causality in counterexamples: Beer,
 * Ben-David, Chockler, Orni and Trefler, "Explaining Counterexamples Using Causality", 2009.)
 */

import { doOverlap, type Plain, partAt } from '../../base/plain.ts'
import type { State } from '../../machine/machine.ts'
import { type Crossing, crossingsOf, onlyMoverOf, overtakingsOf } from '../../witness/race.ts'
import type { Read } from '../../witness/run-footprints.ts'
import type { Role } from '../../witness/slice.ts'
import { moverName, statesOf, stepTitle, type Witness, type WitnessStep } from '../../witness/witness.ts'
import { count } from '../text/count.ts'
import { harmless, shorten, shortenPair, showValue } from '../text/value.ts'
import { endedWaits, showCell, showRead, waitsOf } from './story.ts'

const mostSentences = 4
const valueLimit = 48

/** A step read a cell that another step wrote: either before the read, or only later. */
export interface Link {
  readonly kind: 'left' | 'overtaken'
  /** Steps are numbered from 0. */
  readonly writer: number
  readonly reader: number
  readonly read: Read
  /** An earlier read by the same mover that found another value, before the write. */
  readonly earlier?: { readonly step: number; readonly value: Plain }
}

/** Plain words, code (a cell, a value, a name), or a step (from 0) with its name. */
export type Part = string | { readonly code: string } | { readonly step: number; readonly name: string }
export type Sentence = readonly Part[]

/** The links that {@link whyOf} describes. */
export function linksOf(witness: Witness): Link[] {
  return isKnown(witness) ? new WhyWriter(witness).links() : []
}

/** The links that sentences describe, and one read of every other crossing. */
export function looksOf(witness: Witness): Link[] {
  const explained = linksOf(witness)
  const isExplained = ({ writer, reader }: Crossing): boolean =>
    explained.some(link => link.kind === 'left' && link.writer === writer && link.reader === reader)
  const others = crossingsOf(witness).filter(crossing => !isExplained(crossing))
  return [
    ...explained,
    ...others.map(({ writer, reader, reads }): Link => ({ kind: 'left', writer, reader, read: reads[0] as Read })),
  ]
}

/** At most four sentences, or none if the slice of the run is unknown. */
export function whyOf(witness: Witness): string[] {
  return whySentences(witness).map(sentence => sentence.map(textOf).join(''))
}

/** The same in parts, so that a page can make links of some. */
export function whySentences(witness: Witness): Sentence[] {
  return isKnown(witness) ? new WhyWriter(witness).sentences() : []
}

function textOf(part: Part): string {
  if (typeof part === 'string') return part
  return 'code' in part ? part.code : part.name
}

function isKnown({ slice, steps }: Witness): boolean {
  return slice !== undefined && steps.length > 0
}

/** `7 of 18 steps on the causal chain`, or undefined if the slice of the run is unknown. */
export function causalOf(witness: Witness): string | undefined {
  const roles = rolesOf(witness)
  if (roles.includes('unknown') || roles.length === 0) return undefined
  const causal = roles.filter(role => role !== 'none').length
  if (causal === roles.length) return `${roles.length === 1 ? 'the step is' : 'all steps are'} on the causal chain`
  return `${causal} of ${count(roles.length, 'step')} on the causal chain`
}

/**
 * The role of a step in the run: its role in the slice; `named` if it is not in the slice but a sentence names it, such
 * as a write that came too late; `none` if it is off the causal chain; `unknown` if the slice is unknown.
 */
export type StepRole = Role | 'named' | 'none' | 'unknown'

/** The roles of all steps. All reports dim steps by these, so none dims a step that a sentence names. */
export function rolesOf(witness: Witness): readonly StepRole[] {
  const { slice, steps } = witness
  if (slice === undefined) return steps.map(() => 'unknown')
  const named = new Set(whySentences(witness).flatMap(stepsIn))
  return steps.map((_, k) => slice.steps[k]?.role ?? (named.has(k) ? 'named' : 'none'))
}

function stepsIn(sentence: Sentence): number[] {
  return sentence.flatMap(part => (typeof part === 'object' && 'step' in part ? [part.step] : []))
}

class WhyWriter {
  private readonly witness: Witness
  private readonly states: readonly State[]
  private readonly last: number
  /** The steps whose full names were given, which is done once for each. */
  private readonly introduced = new Set<number>()
  private subject: number | undefined

  constructor(witness: Witness) {
    this.witness = witness
    this.states = statesOf(witness)
    this.last = witness.steps.length - 1
  }

  sentences(): Sentence[] {
    if (this.witness.claim.kind === 'deadlock') return this.waits()
    const alone = onlyMoverOf(this.witness)
    return [
      ...this.breaking(),
      ...this.links().map(link => (link.kind === 'left' ? this.left(link) : this.overtaken(link))),
      ...(alone === undefined ? [] : [['No other process is needed: ', { code: harmless(alone) }, ' does it alone.']]),
    ]
  }

  links(): Link[] {
    if (this.witness.claim.kind === 'deadlock') return []
    if (onlyMoverOf(this.witness) !== undefined) return this.flows().slice(0, 1)
    const crossings = lastOfEach(crossingsOf(this.witness)).map(crossing => this.linkOf(crossing))
    const overtaken = this.overtaking(crossings)
    const room = mostSentences - (this.brokenCells().length > 0 ? 1 : 0) - overtaken.length
    return [...crossings.slice(0, room), ...overtaken]
  }

  /** The changes of the last step to cells that the claim reads. */
  private breaking(): Sentence[] {
    const changes = this.brokenCells()
    if (changes.length === 0) return []
    this.subject = this.last
    const what = { reachable: 'makes it true', transition: 'breaks it' }[this.witness.claim.kind as string]
    const [first, ...second] = changes.slice(0, 2).map(code => ({ code }))
    const codes = [first as Part, ...second.flatMap((code): Part[] => [', ', code])]
    return [[this.step(this.last, 'S'), ` ${what ?? 'makes it false'}: `, ...codes, '.']]
  }

  private brokenCells(): string[] {
    const [before, after] = [this.states[this.last], this.states[this.last + 1]]
    if (after === undefined) return []
    const looks = this.witness.slice?.claim ?? []
    const written = looks.filter(({ member, writer }) => writer === this.last && member === undefined)
    const shown = written.flatMap(read => showStep(read, partAt(before, read.path), partAt(after, read.path)))
    return [...new Set(shown)]
  }

  /**
   * Where the last relevant steps read a value written by an earlier step, of any process; preferably in a shared cell.
   */
  private flows(): Link[] {
    const { steps, slice } = this.witness
    const flows = (slice?.steps ?? []).flatMap(({ role, reads }, reader): Link[] => {
      const left = role === undefined ? [] : reads.filter(read => read.writer !== null)
      const shared = left.filter(({ path }) => path[0] !== steps[reader]?.process)
      const [read] = (shared.length > 0 ? shared : left).toSorted((a, b) => Number(b.writer) - Number(a.writer))
      return read === undefined ? [] : [{ kind: 'left', reader, writer: Number(read.writer), read }]
    })
    return flows.reverse()
  }

  private left({ reader, writer, read, earlier }: Link): Sentence {
    const subject = this.subject === reader ? 'It' : this.step(reader, 'S')
    this.subject = reader
    const mover = { code: harmless(this.nameOf(reader)) }
    return [
      subject,
      ' reads ',
      { code: showRead(read, valueLimit) },
      ', as ',
      this.step(writer, 's'),
      ' left it',
      ...(earlier === undefined ? [] : this.hadRead(mover, earlier)),
      ...(endedWaits(this.witness, reader, writer) ? ['; until then ', mover, ' had to wait'] : []),
      '.',
    ]
  }

  private hadRead(mover: Part, { step, value }: { readonly step: number; readonly value: Plain }): Part[] {
    const code = shorten(showValue(value), valueLimit)
    return ['; at ', { step, name: `step ${step + 1}` }, ' ', mover, ' had read ', { code }]
  }

  /** Prefers values that the reader itself had seen differently before, then values that the writer really changed. */
  private linkOf({ reader, writer, reads }: Crossing): Link {
    const { changes } = this.witness.steps[writer] as WitnessStep
    const rank = (read: Read): number =>
      (this.earlier(reader, writer, read) === undefined ? 2 : 0) +
      (changes.some(({ path }) => doOverlap(path, read.path)) ? 0 : 1)
    const [read] = reads.toSorted((a, b) => rank(a) - rank(b))
    const earlier = this.earlier(reader, writer, read as Read)
    return { kind: 'left', reader, writer, read: read as Read, ...(earlier !== undefined && { earlier }) }
  }

  /** The last time that the mover of `reader` had read another value in the cell, before another process wrote it. */
  private earlier(reader: number, writer: number, read: Read): { step: number; value: Plain } | undefined {
    const name = this.nameOf(reader)
    if (this.nameOf(writer) === name) return undefined
    for (let step = writer - 1; step >= 0; step--) {
      if (this.nameOf(step) !== name) continue
      const same = this.witness.slice?.steps[step]?.reads.find(other => showCell(other) === showCell(read))
      if (same === undefined) continue
      return showValue(same.value) === showValue(read.value) ? undefined : { step, value: same.value }
    }
    return undefined
  }

  /**
   * The read that came too early, if no crossing shows one: by the process of the last step, or one on which the claim
   * depends.
   */
  private overtaking(explained: readonly Link[]): Link[] {
    if (explained.some(({ earlier }) => earlier !== undefined)) return []
    const found = overtakingsOf(this.witness)
    const writersOfClaim = new Set(this.witness.slice?.claim.map(({ writer }) => writer))
    const telling =
      found.find(({ reader }) => this.nameOf(reader) === this.nameOf(this.last)) ??
      found.find(({ reader }) => writersOfClaim.has(reader))
    return telling === undefined ? [] : [{ kind: 'overtaken', ...telling }]
  }

  private overtaken({ reader, writer, read }: Link): Sentence {
    const after = partAt(this.states[writer + 1], read.path)
    const now: Part[] =
      after === undefined ? [' changed'] : [' changed to ', { code: shorten(showValue(after), valueLimit) }]
    const code = showRead(read, valueLimit)
    return [this.step(reader, 'S'), ' had read ', { code }, ', which ', this.step(writer, 's'), ...now, '.']
  }

  private waits(): Sentence[] {
    const waits = waitsOf(this.witness).map((wait): Sentence => [wait])
    if (waits.length <= mostSentences) return waits
    return [...waits.slice(0, mostSentences - 1), [`And ${waits.length - mostSentences + 1} more wait.`]]
  }

  private nameOf(k: number): string {
    return moverName(this.witness.steps[k] as WitnessStep)
  }

  /** `step 12 (unbind 0: list_del_rcu)` the first time, then `step 12`. */
  private step(k: number, initial: 'S' | 's'): Part {
    const name = `${initial}tep ${k + 1}`
    if (this.introduced.has(k)) return { step: k, name }
    this.introduced.add(k)
    return { step: k, name: `${name} (${shorten(harmless(stepTitle(this.witness.steps[k] as WitnessStep)), 60)})` }
  }
}

/** For each step, only the crossing from the latest writer; crossings are sorted with the latest first. */
function lastOfEach(crossings: readonly Crossing[]): Crossing[] {
  return crossings.filter(({ reader }, i) => crossings.findIndex(other => other.reader === reader) === i)
}

/** How a cell changed, if it did: for a list that only grew, the new items. */
function showStep(read: Read, before: unknown, after: unknown): string[] {
  if (showValue(before) === showValue(after)) return []
  if (Array.isArray(before) && Array.isArray(after)) {
    const [old, now] = [before.map(showValue), after.map(showValue)]
    const gained = now.filter(value => !old.includes(value))
    const isGain = gained.length > 0 && gained.length + old.length === now.length
    if (isGain) return [`${showCell(read)} gains ${shorten(gained.join(' and '), 2 * valueLimit)}`]
  }
  const shown = shortenPair(showValue(before), showValue(after), valueLimit)
  return [`${showCell(read)}: ${shown.join(' -> ')}`]
}
