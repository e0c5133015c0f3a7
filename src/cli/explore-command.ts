import { messageOf, UsageError } from '../base/errors.ts'
import { canonical } from '../base/plain.ts'
import type { Constants } from '../language/constants.ts'
import { descriptionOf } from '../language/description-of.ts'
import { type AnyModel, instantiate } from '../machine/instantiate.ts'
import { harmless } from '../report/text/value.ts'
import { type Explorer, startExplorerServer } from '../web/server.ts'
import type { Explored } from '../web/session.ts'
import type { Witness } from '../witness/witness.ts'
import { readConstants } from './constants.ts'
import { exitCodes } from './exit-codes.ts'
import { FileWatch } from './file-watch.ts'
import { filesBehind, type Loading, loadSpec } from './load-spec.ts'
import { loadWitness } from './render-command.ts'
import { SpecTypes, warnOfTypes } from './spec-types.ts'
import type { SupervisedTerminal } from './terminal.ts'

export interface ExploreCommandOptions {
  readonly variant?: string
  readonly set: readonly string[]
  readonly witness?: string
  readonly port?: number
  readonly types?: boolean
}

/** The preferred port, so that a page that was left open finds the explorer again. */
const defaultPort = 4719

/** Serves a page for walking through a model by hand, until Ctrl-C. */
export async function exploreCommand(
  file: string,
  options: ExploreCommandOptions,
  terminal: SupervisedTerminal,
): Promise<number> {
  const types = new SpecTypes([file], options.types)
  try {
    await serve(file, types, options, terminal)
  } finally {
    types.stop()
  }
  return exitCodes.allHold
}

async function serve(
  file: string,
  types: SpecTypes,
  options: ExploreCommandOptions,
  terminal: SupervisedTerminal,
): Promise<void> {
  const since = Date.now()
  const subject = await subjectOf(file, options)
  const explorer = await start(subject, options.port)
  const { name } = descriptionOf(subject.model)
  terminal.print(`Explore '${harmless(name)}' at ${explorer.url}\nCtrl-C ends it.`)
  void warnOfTypes(file, types, 'but the explorer shows the spec as it runs')
  const watch = watchFor(explorer, file, options, since)
  await ended(terminal.signal)
  watch.close()
  await explorer.close()
}

/** Loads the spec again whenever it, or a file that it imports, changes. */
function watchFor(explorer: Explorer, file: string, options: ExploreCommandOptions, since: number): FileWatch {
  const reload = async (): Promise<void> => {
    const startedAt = Date.now()
    try {
      explorer.replace(await subjectOf(file, options, { anew: true }))
    } catch (error) {
      explorer.stay(messageOf(error))
    }
    watch.add(filesBehind(file), startedAt)
  }
  const watch = new FileWatch(() => void reload())
  watch.add(filesBehind(file), since)
  return watch
}

async function subjectOf(file: string, options: ExploreCommandOptions, loading: Loading = {}): Promise<Explored> {
  const { model, file: shown } = await loadSpec(file, loading)
  const witness = options.witness === undefined ? undefined : loadWitness(options.witness)
  if (witness !== undefined) checkFits(witness, descriptionOf(model).name, options)
  const variant = witness?.variant ?? options.variant ?? null
  const set = witness === undefined ? readConstants(options.set, descriptionOf(model).constants) : setOf(witness, model)
  // Reports errors in the setting now, in the terminal and not in the page.
  instantiate(model, { variant, set })
  return { file: shown, model, variant, set, witness }
}

/** The constants of a run that differ from those of its variant. */
function setOf({ variant, constants }: Witness, model: AnyModel): Constants {
  const usual = instantiate(model, { variant }).constants
  const others = Object.entries(constants).filter(
    ([name, value]) => canonical(value) !== canonical(usual[name] ?? null),
  )
  return Object.fromEntries(others)
}

function checkFits(witness: Witness, model: string, { witness: file, variant, set }: ExploreCommandOptions): void {
  if (witness.model !== model)
    throw new UsageError(
      'bad-option',
      `'${file}' is a run of model '${witness.model}', but the spec is of model '${model}'.`,
    )
  if (variant !== undefined && variant !== witness.variant)
    throw new UsageError(
      'bad-option',
      `'${file}' is a run of ${witness.variant === null ? 'the model without a variant' : `variant '${witness.variant}'`}. Leave --variant out.`,
    )
  if (set.length > 0) throw new UsageError('bad-option', `'${file}' already fixes the constants. Leave --set out.`)
}

async function start(subject: Explored, port: number | undefined): Promise<Explorer> {
  if (port !== undefined) return startExplorerServer(subject, port)
  try {
    return await startExplorerServer(subject, defaultPort)
  } catch (error) {
    if (error instanceof UsageError && error.code === 'busy-port') return startExplorerServer(subject, 0)
    throw error
  }
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve())
  })
}
