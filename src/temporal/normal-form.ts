/**
 * A formula in negation normal form: "not" stands only before atoms, and equal parts are one.
 *
 * An atom is what a formula says about one moment of a run: a predicate of its state, or something about the step that is
 * taken there.
 */

import type { FormulaSource } from '../language/formula.ts'

/** What an atom says. */
export type Atom = Extract<FormulaSource, { op: 'state' | 'taken' | 'enabled' }>

/** A part of a formula by its number. */
export type PartId = number

/** A part: an atom or its negation, true, false, or a combination of other parts. */
export type FormulaPart =
  | { readonly op: 'true' | 'false' }
  | { readonly op: 'atom'; readonly atom: number; readonly isTrue: boolean }
  | { readonly op: 'and' | 'or'; readonly left: PartId; readonly right: PartId }
  | { readonly op: TemporalOperator; readonly left: PartId; readonly right: PartId }

/** About what comes later, and about what was before; the second of each two is the negation of the first with negated parts. */
export type TemporalOperator = 'until' | 'release' | 'since' | 'trigger'

/** Whether a part is about what was before. */
export function isPast({ op }: FormulaPart): boolean {
  return op === 'since' || op === 'trigger'
}

/** A formula as a list of parts, of which equal ones are the same. */
export interface NormalForm {
  readonly atoms: readonly Atom[]
  /** Parts come before those that are made of them. */
  readonly parts: readonly FormulaPart[]
  readonly whole: PartId
}

/** The formula, or its negation. */
export function normalForm(formula: FormulaSource, isNegated: boolean): NormalForm {
  const normalizing = new Normalizing()
  const whole = normalizing.part(formula, !isNegated)
  return { atoms: normalizing.atoms, parts: normalizing.parts, whole }
}

const dual = { and: 'or', or: 'and', until: 'release', release: 'until', since: 'trigger' } as const

class Normalizing {
  readonly atoms: Atom[] = []
  readonly parts: FormulaPart[] = []
  private readonly known = new Map<string, PartId>()

  /** The formula if `isTrue`, else its negation. */
  part(formula: FormulaSource, isTrue: boolean): PartId {
    switch (formula.op) {
      case 'true':
      case 'false':
        return this.constant((formula.op === 'true') === isTrue)
      case 'state':
      case 'taken':
      case 'enabled':
        return this.intern({ op: 'atom', atom: this.atom(formula), isTrue })
      case 'not':
        return this.part(formula.part, !isTrue)
      case 'and':
      case 'or':
        return this.joined(formula.op, formula.parts, isTrue)
      case 'until':
      case 'release':
      case 'since': {
        const [left, right] = [this.part(formula.left, isTrue), this.part(formula.right, isTrue)]
        return this.intern({ op: isTrue ? formula.op : dual[formula.op], left, right })
      }
    }
  }

  private joined(op: 'and' | 'or', formulas: readonly FormulaSource[], isTrue: boolean): PartId {
    const [first, ...others] = formulas.map(one => this.part(one, isTrue))
    if (first === undefined) return this.constant((op === 'and') === isTrue)
    const now = isTrue ? op : dual[op]
    return others.reduce((left, right) => this.intern({ op: now, left, right }), first)
  }

  private constant(value: boolean): PartId {
    return this.intern({ op: value ? 'true' : 'false' })
  }

  private atom(atom: Atom): number {
    const known = this.atoms.findIndex(other => isSameAtom(other, atom))
    return known >= 0 ? known : this.atoms.push(atom) - 1
  }

  private intern(part: FormulaPart): PartId {
    const text = JSON.stringify(part)
    const id = this.known.get(text) ?? this.parts.push(part) - 1
    this.known.set(text, id)
    return id
  }
}

function isSameAtom(a: Atom, b: Atom): boolean {
  if (a.op === 'state' || b.op === 'state') return a.op === 'state' && b.op === 'state' && a.holds === b.holds
  const isSamePattern = a.steps.process === b.steps.process && a.steps.step === b.steps.step
  const isSameUnit = a.isMine === b.isMine && a.chosen?.text === b.chosen?.text
  return a.op === b.op && isSamePattern && isSameUnit
}
