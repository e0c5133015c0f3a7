import { UsageError } from '../base/errors.ts'
import { type BehaviourDifference, behaviourDifference } from '../conform/behaviour-difference.ts'
import { sharedView } from '../conform/shared-view.ts'
import type { JudgedClaim } from '../language/claims.ts'
import { instantiate } from '../machine/instantiate.ts'
import type { Machine } from '../machine/machine.ts'
import { headline } from '../report/outcome/outcome-text.ts'
import { stepsToText } from '../report/run/witness-text.ts'
import { count } from '../report/text/count.ts'
import { harmless } from '../report/text/value.ts'
import { buildWitness } from '../witness/build-witness.ts'
import { exitCodes } from './exit-codes.ts'
import { loadSpec } from './load-spec.ts'
import { nextTurn } from './next-turn.ts'
import { refuseTypeErrors, SpecTypes } from './spec-types.ts'
import type { SupervisedTerminal } from './terminal.ts'

export interface DiffCommandOptions {
  /** The spec to compare with. */
  readonly other: string
  readonly variant?: string
  /** The variant of the other spec. Default: the same. */
  readonly otherVariant?: string
  readonly labels?: boolean
  readonly maxStates: number
  readonly types?: boolean
}

/**
 * Says what one model can do and another cannot, seen through what both have, and shows the shortest run for each. Returns 0 if they
 * can do the same, 1 if not, and the code of an inconclusive check if a limit left that open.
 */
export async function diffCommand(
  file: string,
  options: DiffCommandOptions,
  terminal: SupervisedTerminal,
): Promise<number> {
  const types = new SpecTypes([file, options.other], options.types)
  try {
    const machines = await machinesOf(file, options)
    for (const typed of [file, options.other]) await refuseTypeErrors(typed, types)
    return await compared(machines, options, terminal)
  } finally {
    types.stop()
  }
}

async function machinesOf(file: string, options: DiffCommandOptions): Promise<readonly [Machine, Machine]> {
  const { other, variant = null, otherVariant = variant } = options
  const [first, second] = [await loadSpec(file), await loadSpec(other)]
  // `base` takes back what the first spec is compared in.
  const meant = otherVariant === 'base' ? null : otherVariant
  return [instantiate(first.model, { variant }), instantiate(second.model, { variant: meant })]
}

async function compared(
  [first, second]: readonly [Machine, Machine],
  { labels = false, maxStates }: DiffCommandOptions,
  terminal: SupervisedTerminal,
): Promise<number> {
  const { cells, view } = sharedView(first, second, labels)
  if (cells.length === 0)
    throw new UsageError('bad-option', 'the two models have no cell of the same name, so there is nothing to compare.')
  terminal.print(`first:  ${headline(first)}\nsecond: ${headline(second)}\ncompared in ${harmless(cells.join(', '))}`)
  const search = { maxPairs: maxStates, signal: terminal.signal, pause: nextTurn }
  const found: BehaviourDifference[] = []
  for (const [name, machine, other] of [['first', first, second] as const, ['second', second, first] as const]) {
    terminal.doing(`looking for what only the ${name} can do`)
    const difference = await behaviourDifference(machine, other, view, search)
    terminal.print(`\n${inWords(name, machine, difference, terminal.width)}`)
    found.push(difference)
  }
  if (found.some(({ kind }) => kind === 'found')) return exitCodes.unexpected
  return found.some(({ kind }) => kind === 'cut') ? exitCodes.inconclusive : exitCodes.allHold
}

function inWords(name: 'first' | 'second', machine: Machine, difference: BehaviourDifference, width: number): string {
  const other = name === 'first' ? 'second' : 'first'
  switch (difference.kind) {
    case 'none':
      return `Whatever the ${name} shows, the ${other} can show.`
    case 'cut':
      return `Undecided: within ${count(difference.pairs, 'pair')} of states, the ${other} can show whatever the ${name} shows. See --max-states.`
    case 'found': {
      const { initial, steps } = difference
      const title = `Only the ${name} can show this, in ${count(steps.length, 'step')}:`
      return `${title}\n\n${stepsToText(witnessOf(machine, initial, steps), 0, { width })}`
    }
  }
}

function witnessOf(machine: Machine, initial: number, steps: Extract<BehaviourDifference, { kind: 'found' }>['steps']) {
  const name = 'the difference'
  const claim: JudgedClaim = { kind: 'reachable', name, holds: () => true }
  const moves = steps.map(({ mover, script }) => ({ mover, script }))
  const run = { initial, moves }
  return buildWitness({ ...machine, claims: [claim] }, { name, kind: 'reachable', verdict: 'witnessed', run })
}
