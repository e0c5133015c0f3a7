import { existsSync } from 'node:fs'
import { UsageError } from '../base/errors.ts'
import { describe } from '../base/plain.ts'
import { acceptance } from '../conform/acceptance.ts'
import { AcceptanceReport } from '../conform/acceptance-report.ts'
import type { AnyLogMap } from '../conform/log-map.ts'
import { LogSource } from '../conform/log-source.ts'
import { descriptionOf } from '../language/description-of.ts'
import { instantiate } from '../machine/instantiate.ts'
import { type Machine, moverAt } from '../machine/machine.ts'
import type { Transition } from '../machine/reference.ts'
import { count } from '../report/text/count.ts'
import { safeJson } from '../report/text/safe-json.ts'
import { harmless } from '../report/text/value.ts'
import { readConstants } from './constants.ts'
import { exitCodes } from './exit-codes.ts'
import { importAuthorsModule, loadSpec } from './load-spec.ts'
import { logLines } from './log-lines.ts'
import { refuseTypeErrors, SpecTypes } from './spec-types.ts'
import type { SupervisedTerminal } from './terminal.ts'

export interface AcceptCommandOptions {
  readonly logs: readonly string[]
  readonly map: string
  readonly variant?: string
  readonly set: readonly string[]
  readonly maxUnseen: number
  readonly maxStates: number
  readonly json?: boolean
  readonly types?: boolean
}

/**
 * Reports whether what logs say is a run of a model. Returns 0 if it is, 1 if it is not, and the code of an inconclusive
 * check if that is not known: it was interrupted,
 * there were too many possibilities or no events, or more unseen steps might have helped. Throws {@link ModelError} for type
 * errors in the spec or the map.
 */
export async function acceptCommand(
  file: string,
  options: AcceptCommandOptions,
  terminal: SupervisedTerminal,
): Promise<number> {
  const types = new SpecTypes([file, options.map], options.types)
  try {
    return await acceptTyped(file, types, options, terminal)
  } finally {
    types.stop()
  }
}

async function acceptTyped(
  file: string,
  types: SpecTypes,
  options: AcceptCommandOptions,
  terminal: SupervisedTerminal,
): Promise<number> {
  const spec = await loadSpec(file)
  const set = readConstants(options.set, descriptionOf(spec.model).constants)
  const machine = instantiate(spec.model, { variant: options.variant ?? null, set })
  const { map, isUnseen } = await loadMap(machine, options.map)
  const logs = options.logs.map(log => new LogSource(log, logLines(machine, log, map)))
  terminal.doing(`reading ${options.logs.join(', ')}`)
  const limits = { unseen: options.maxUnseen, states: options.maxStates }
  const since = performance.now()
  const found = await acceptance(machine, logs, {
    ...limits,
    isUnseen,
    signal: terminal.signal,
    onProgress: (events, states) => {
      const seconds = (performance.now() - since) / 1000
      const known = `${count(events, 'event')} accepted, ${count(states, 'possible state')}`
      terminal.worded(`${harmless(options.logs.join(', '))}: ${known}, ${Math.round(seconds)} s`, seconds)
    },
  })
  terminal.progressOver()
  for (const typed of [file, options.map]) await refuseTypeErrors(typed, types)
  const report = new AcceptanceReport(machine, logs, found, limits)
  terminal.print(options.json === true ? safeJson(report.json(spec.file)) : report.text(terminal.width))
  return exitCodes[report.exit]
}

interface LoadedMap {
  readonly map: AnyLogMap
  readonly isUnseen: (transition: Transition) => boolean
}

/** The map of a module: its default export, and `logged`, the names of steps that never happen without an event. */
async function loadMap(machine: Machine, file: string): Promise<LoadedMap> {
  if (!existsSync(file)) throw new UsageError('no-such-file', `there is no file '${file}'.`)
  const module = await importAuthorsModule(file)
  if (typeof module.default !== 'function')
    throw new UsageError(
      'bad-option',
      `${file} has no map as its default export: a function of an event. It is ${describe(module.default)}.`,
    )
  const logged = new Set(namesOf(machine, file, module.logged ?? []))
  const isUnseen = ({ mover, step }: Transition): boolean => {
    const { process } = moverAt(machine, mover)
    return process === null ? !logged.has(step) : !logged.has(process) && !logged.has(`${process}: ${step}`)
  }
  return { map: module.default as AnyLogMap, isUnseen }
}

function namesOf(machine: Machine, file: string, logged: unknown): readonly string[] {
  const known = [
    ...new Set(
      machine.movers.flatMap(mover =>
        mover.kind === 'action'
          ? [mover.name]
          : [mover.process, ...[...mover.steps.keys()].map(label => `${mover.process}: ${label}`)],
      ),
    ),
  ]
  if (!Array.isArray(logged))
    throw new UsageError(
      'bad-option',
      `'logged' of ${file} must be a list of names of steps, but is ${describe(logged)}.`,
    )
  const unknown = logged.find(name => !known.includes(name as string))
  if (unknown === undefined) return logged as readonly string[]
  throw new UsageError(
    'bad-option',
    `'logged' of ${file} names '${String(unknown)}', which the model does not have. It has: ${known.join(', ')}.`,
  )
}
