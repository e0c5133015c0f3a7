import { UsageError } from '../base/errors.ts'
import { type BehaviourDifference, behaviourDifference } from '../conform/behaviour-difference.ts'
import { type ComparedMachines, DifferenceReport, verdictOf, type WhichModel } from '../conform/difference-report.ts'
import { sharedView } from '../conform/shared-view.ts'
import type { Constants } from '../language/constants.ts'
import { descriptionOf } from '../language/description-of.ts'
import { instantiate } from '../machine/instantiate.ts'
import { safeJson } from '../report/text/safe-json.ts'
import { readConstants } from './constants.ts'
import { exitCodes } from './exit-codes.ts'
import { loadSpec, type Spec } from './load-spec.ts'
import { nextTurn } from './next-turn.ts'
import { refuseTypeErrors, SpecTypes } from './spec-types.ts'
import type { SupervisedTerminal } from './terminal.ts'

export interface DiffCommandOptions {
  /** The spec to compare with. */
  readonly other: string
  readonly variant?: string
  /** The variant of the other spec. Default: the same. */
  readonly otherVariant?: string
  /** Constants of both specs, or of the one that has them. */
  readonly set: readonly string[]
  /** Constants of the other spec, in place of those of `set` of the same name. */
  readonly otherSet: readonly string[]
  readonly labels?: boolean
  readonly maxStates: number
  readonly json?: boolean
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
    const specs = { first: await loadSpec(file), second: await loadSpec(options.other) }
    const machines = machinesOf(specs, options)
    for (const typed of [file, options.other]) await refuseTypeErrors(typed, types)
    return await compared(specs, machines, options, terminal)
  } finally {
    types.stop()
  }
}

type ComparedSpecs = { readonly [which in WhichModel]: Spec }

function machinesOf({ first, second }: ComparedSpecs, options: DiffCommandOptions): ComparedMachines {
  const { variant = null, otherVariant = variant, set, otherSet } = options
  const [ofFirst, ofSecond] = [first, second].map(({ model }) => descriptionOf(model).constants) as [
    Constants,
    Constants,
  ]
  // A constant that neither has is refused by the first.
  const settings = Object.entries(readConstants(set, { ...ofSecond, ...ofFirst }))
  const forFirst = settings.filter(([name]) => name in ofFirst || !(name in ofSecond))
  const forSecond = settings.filter(([name]) => name in ofSecond)
  return {
    first: instantiate(first.model, { variant, set: Object.fromEntries(forFirst) }),
    second: instantiate(second.model, {
      // `base` takes back what the first spec is compared in.
      variant: otherVariant === 'base' ? null : otherVariant,
      set: { ...Object.fromEntries(forSecond), ...readConstants(otherSet, ofSecond, '--other-set') },
    }),
  }
}

async function compared(
  specs: ComparedSpecs,
  machines: ComparedMachines,
  { labels = false, maxStates, json = false }: DiffCommandOptions,
  terminal: SupervisedTerminal,
): Promise<number> {
  const { cells, view } = sharedView(machines.first, machines.second, labels)
  if (cells.length === 0)
    throw new UsageError('bad-option', 'the two models have no cell of the same name, so there is nothing to compare.')
  const report = new DifferenceReport(machines, cells)
  if (!json) terminal.print(report.heading())
  const search = { maxPairs: maxStates, signal: terminal.signal, pause: nextTurn }
  const find = async (only: WhichModel): Promise<BehaviourDifference> => {
    const other = only === 'first' ? 'second' : 'first'
    terminal.doing(`looking for what only the ${only} can do`)
    const difference = await behaviourDifference(machines[only], machines[other], view, search)
    if (!json) terminal.print(`\n${report.text(only, difference, terminal.width)}`)
    return difference
  }
  const found = { first: await find('first'), second: await find('second') }
  if (json) terminal.print(safeJson(report.json({ first: specs.first.file, second: specs.second.file }, found)))
  return exitOf[verdictOf(found)]
}

const exitOf = { same: exitCodes.allHold, different: exitCodes.unexpected, unknown: exitCodes.inconclusive } as const
