/** What a comparison of two models found, as text and as JSON. */

import type { JudgedClaim } from '../language/claims.ts'
import type { Machine } from '../machine/machine.ts'
import { headline } from '../report/outcome/outcome-text.ts'
import { stepsToText } from '../report/run/witness-text.ts'
import { count } from '../report/text/count.ts'
import { harmless } from '../report/text/value.ts'
import { buildWitness } from '../witness/build-witness.ts'
import type { Witness } from '../witness/witness.ts'
import type { BehaviourDifference } from './behaviour-difference.ts'

/** One of the two models, by its place in the comparison. */
export type WhichModel = 'first' | 'second'

/** What each of two models can show and the other cannot. */
export type Differences = { readonly [only in WhichModel]: BehaviourDifference }

export type ComparedMachines = { readonly [which in WhichModel]: Machine }

export class DifferenceReport {
  private readonly machines: ComparedMachines
  private readonly cells: readonly string[]

  /** @param cells - the names of what is compared. */
  constructor(machines: ComparedMachines, cells: readonly string[]) {
    this.machines = machines
    this.cells = cells
  }

  heading(): string {
    const { first, second } = this.machines
    return `first:  ${headline(first)}\nsecond: ${headline(second)}\ncompared in ${harmless(this.cells.join(', '))}`
  }

  /** What only one of them can show. */
  text(only: WhichModel, difference: BehaviourDifference, width: number): string {
    const other = only === 'first' ? 'second' : 'first'
    switch (difference.kind) {
      case 'none':
        return `Whatever the ${only} shows, the ${other} can show.`
      case 'cut':
        return `Undecided: within ${count(difference.pairs, 'pair')} of states, the ${other} can show whatever the ${only} shows. See --max-states.`
      case 'found': {
        const title = `Only the ${only} can show this, in ${count(difference.steps.length, 'step')}:`
        return `${title}\n\n${stepsToText(this.witness(only, difference), 0, { width })}`
      }
    }
  }

  /** @param specs - the file of each. */
  json(specs: { readonly [which in WhichModel]: string }, found: Differences): object {
    const comparedModel = (which: WhichModel): object => {
      const { model, variant, constants } = this.machines[which]
      return { spec: specs[which], model, variant, constants }
    }
    return {
      format: 'interleave-diff/1',
      first: comparedModel('first'),
      second: comparedModel('second'),
      cells: this.cells,
      verdict: verdictOf(found),
      onlyFirst: this.partJson('first', found.first),
      onlySecond: this.partJson('second', found.second),
    }
  }

  private partJson(only: WhichModel, difference: BehaviourDifference): object {
    if (difference.kind === 'found') return { found: 'run', run: this.witness(only, difference) }
    return { found: difference.kind === 'none' ? 'nothing' : 'undecided', pairs: difference.pairs }
  }

  private witness(only: WhichModel, difference: Extract<BehaviourDifference, { kind: 'found' }>): Witness {
    const name = 'the difference'
    const claim: JudgedClaim = { kind: 'reachable', name, holds: () => true }
    const moves = difference.steps.map(({ mover, script }) => ({ mover, script }))
    const run = { initial: difference.initial, moves }
    const machine = { ...this.machines[only], claims: [claim] }
    return buildWitness(machine, { name, kind: 'reachable', verdict: 'witnessed', run })
  }
}

/** Whether the two can show the same, as far as it is known. */
export function verdictOf({ first, second }: Differences): 'same' | 'different' | 'unknown' {
  const kinds = [first.kind, second.kind]
  if (kinds.includes('found')) return 'different'
  return kinds.includes('cut') ? 'unknown' : 'same'
}
