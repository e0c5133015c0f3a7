/**
 * A formula as an automaton that says at each moment which parts of the formula are true from there on.
 *
 * On a run that goes round, what is true from a moment on is the same each time that the moment comes again. So the
 * automaton goes round with the run, and a shortest run that it accepts is found as a shortest way through the product
 * (Schuppan and Biere 2005). The other automaton of a formula may have to go round once more before it has made up its mind,
 * but this one has up to 2^n places for n parts.
 *
 * What was before a moment is known by what is said of the moment before it; at the beginning, nothing was. Since the past may be
 * another one when a moment comes again, a run with a formula about the past may have to go round more often.
 */

import type { Automaton, AutomatonNode } from './automaton.ts'
import { type FormulaPart, isPast, type NormalForm, type PartId, type TemporalOperator } from './normal-form.ts'

/** Predicates and temporal operators of a formula up to which it has such an automaton. */
export const maxExactParts = 7

/** The same for a formula about the past, for which there is no other automaton. */
const maxPastParts = 9

/** Undefined where it would be too large. */
export function exactAutomatonOf({ parts, whole, atoms }: NormalForm): Automaton | undefined {
  const temporal = parts.flatMap((part, id) => (isTemporal(part) ? [id] : []))
  if (temporal.length + atoms.length > (parts.some(isPast) ? maxPastParts : maxExactParts)) return undefined
  const moments = Array.from({ length: 2 ** (temporal.length + atoms.length) }, (_, bits) => {
    const isSet = (number: number): boolean => ((bits >> number) & 1) === 1
    return new Moment(
      parts,
      atoms.map((_, atom) => isSet(atom)),
      new Set(temporal.filter((_, i) => isSet(atoms.length + i))),
    )
  }).filter(moment => moment.isPossible)
  const untils = temporal.filter(id => parts[id]?.op === 'until')
  return {
    nodes: moments.map(moment => nodeOf(moment, moments, untils)),
    initials: moments.flatMap((moment, i) => (moment.mayBegin && moment.isTrue(whole) ? [i] : [])),
    conditions: untils.length,
  }
}

function nodeOf(moment: Moment, moments: readonly Moment[], untils: readonly PartId[]): AutomatonNode {
  return {
    literals: moment.letter.map((isTrue, atom) => ({ atom, isTrue })),
    next: moments.flatMap((other, i) => (moment.mayBefore(other) ? [i] : [])),
    fulfils: untils.map(id => moment.isFulfilled(id)),
  }
}

type Temporal = Extract<FormulaPart, { op: TemporalOperator }>

function isTemporal(part: FormulaPart): part is Temporal {
  return part.op === 'until' || part.op === 'release' || part.op === 'since' || part.op === 'trigger'
}

/** What is said of a moment: which atoms are true, and which temporal parts are true from there on. */
class Moment {
  readonly letter: readonly boolean[]
  private readonly parts: readonly FormulaPart[]
  private readonly claimed: ReadonlySet<PartId>

  constructor(parts: readonly FormulaPart[], letter: readonly boolean[], claimed: ReadonlySet<PartId>) {
    this.parts = parts
    this.letter = letter
    this.claimed = claimed
  }

  isTrue(id: PartId): boolean {
    const part = this.parts[id] as FormulaPart
    switch (part.op) {
      case 'true':
      case 'false':
        return part.op === 'true'
      case 'atom':
        return this.letter[part.atom] === part.isTrue
      case 'and':
        return this.isTrue(part.left) && this.isTrue(part.right)
      case 'or':
        return this.isTrue(part.left) || this.isTrue(part.right)
      case 'until':
      case 'release':
      case 'since':
      case 'trigger':
        return this.claimed.has(id)
    }
  }

  /** Whether every part that the current predicates already make true is claimed, and none that they make false. */
  get isPossible(): boolean {
    return this.temporal(({ left, right, op }, isClaimed) => {
      if (op === 'until' || op === 'since')
        return isClaimed ? this.isTrue(left) || this.isTrue(right) : !this.isTrue(right)
      return isClaimed ? this.isTrue(right) : !(this.isTrue(left) && this.isTrue(right))
    })
  }

  /** Whether a run may begin with this moment: nothing came before it, so the current predicates decide every part about the past. */
  get mayBegin(): boolean {
    return this.temporal((part, isClaimed) => !isPast(part) || isClaimed === this.isTrue(part.right))
  }

  /** Whether another moment may come next: it says just what this one leaves to it, and of the past what this one says. */
  mayBefore(next: Moment): boolean {
    return this.temporal((part, isClaimed, id) => {
      const isOpen = isPast(part) ? next.isOpen(part) : this.isOpen(part)
      return !isOpen || next.claimed.has(id) === isClaimed
    })
  }

  /** Whether a part is neither true nor false by what is true now, so that the moment next to this one decides. */
  private isOpen({ left, right, op }: Temporal): boolean {
    const [decides, keeps] = op === 'until' || op === 'since' ? [right, left] : [left, right]
    return this.isTrue(keeps) && !this.isTrue(decides)
  }

  /** Whether an "until" is not put off. */
  isFulfilled(id: PartId): boolean {
    const { right } = this.parts[id] as Temporal
    return !this.claimed.has(id) || this.isTrue(right)
  }

  private temporal(isRight: (part: Temporal, isClaimed: boolean, id: PartId) => boolean): boolean {
    return this.parts.every((part, id) => !isTemporal(part) || isRight(part, this.claimed.has(id), id))
  }
}
