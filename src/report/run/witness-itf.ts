/**
 * A witness in the Informal Trace Format of Apalache (its ADR-015), which Quint and viewers of traces read.
 *
 * A state of the run is a state of the trace, its shared cells and processes are the variables. Values are written so:
 *
 * - an integer as `{"#bigint": "7"}`, whatever its size; any other number as `{"#unserializable": "0.5"}`, since the
 *   format has no fractions;
 * - a string or boolean as itself, an array as a list; a set of the model as `{"#set": [...]}`;
 * - null as `{"tag": "None", "value": {"#tup": []}}`, as Quint writes an absent value. Other values are written without
 *   a `Some` around them;
 * - a record as a record; one with a key that begins with `#`, which the format reserves, as
 *   `{"#map": [[key, value], ...]}`. A variable with such a name gets a `_` in front.
 *
 * The step that leads to a state is in the `#meta` of that state, since the format has no actions. A step that leads to
 * no state (an assertion fails, an error is thrown) is in the `#meta` of the trace, beside model, constants and claim.
 *
 * For an infinite run, `loop` is the index of the state that follows the last one. The step that leads back to it is
 * `stepBack` in the `#meta` of the trace; if no step is enabled in the last state, that state follows itself.
 */

import { canonical, type Path, type Plain } from '../../base/plain.ts'
import { memberTexts } from '../../language/set.ts'
import type { State } from '../../machine/machine.ts'
import { requireWitness } from '../../witness/require-witness.ts'
import { endsInStep, leadsBack, statesOf, stepTitle, type Witness, type WitnessStep } from '../../witness/witness.ts'
import { safeJson } from '../text/safe-json.ts'

/**
 * A witness as a trace in the Informal Trace Format of Apalache (its ADR-015), as JSON, for Quint and viewers of traces. The
 * files of this format end in `.itf.json`.
 *
 * @throws UsageError `not-a-witness`: `witness` is not a witness.
 * @since 0.1.0
 */
export function witnessToItf(witness: Witness): string {
  requireWitness(witness)
  const { initial } = witness
  const names = variableNames(Object.keys(initial))
  const sets = new Set((witness.sets ?? []).map(path => JSON.stringify(path)))
  // The target of a last step that leads back is not repeated: `loop` names it.
  const listed = leadsBack(witness) ? statesOf(witness).slice(0, -1) : statesOf(witness)
  const states = listed.map((state, index) => ({
    '#meta': { index, ...(index > 0 && stepOf(witness.steps[index - 1] as WitnessStep)) },
    ...variables(state, names, sets),
  }))
  const loop = witness.loop === undefined ? {} : { loop: witness.loop.from }
  return `${safeJson({ '#meta': metaOf(witness), vars: [...names.values()], states, ...loop }, 2)}\n`
}

function metaOf(witness: Witness): object {
  const { model, variant, constants, spec, claim, message, reproduce } = witness
  const last = witness.steps.at(-1)
  return {
    format: 'ITF',
    'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html',
    description: 'Written by Interleave',
    ...(spec !== null && { source: spec }),
    status: claim.verdict === 'violated' ? 'violation' : 'ok',
    model,
    variant,
    constants,
    claim,
    ...(message !== undefined && { message }),
    ...(leadsBack(witness) && last !== undefined && { stepBack: stepOf(last) }),
    ...(endsInStep(witness) && last !== undefined && { failingStep: stepOf(last) }),
    ...(reproduce !== undefined && { reproduce }),
  }
}

function stepOf(taken: WitnessStep): object {
  const { process, instance, step, choices } = taken
  return { action: stepTitle(taken), process, instance, step, choices }
}

/** The variable of each cell: different cells have different variables. */
function variableNames(cells: readonly string[]): Map<string, string> {
  const names = new Map<string, string>()
  for (const cell of cells) {
    let name = cell
    while (name.startsWith('#') || (name !== cell && cells.includes(name))) name = `_${name}`
    names.set(cell, name)
  }
  return names
}

function variables(state: State, names: ReadonlyMap<string, string>, sets: ReadonlySet<string>): object {
  return Object.fromEntries(Array.from(names, ([cell, name]) => [name, expression(state[cell] as Plain, [cell], sets)]))
}

function expression(value: Plain, path: Path, sets: ReadonlySet<string>): unknown {
  if (value === null) return { tag: 'None', value: { '#tup': [] } }
  if (typeof value === 'number') return numberExpression(value)
  if (typeof value !== 'object') return value
  if (isList(value)) {
    const items = value.map((item, i) => expression(item, [...path, i], sets))
    return sets.has(JSON.stringify(path)) && memberTexts(value) !== undefined ? { '#set': items } : items
  }
  const fields = Object.entries(value).map(([key, field]) => [key, expression(field, [...path, key], sets)] as const)
  return fields.some(([key]) => key.startsWith('#')) ? { '#map': fields } : Object.fromEntries(fields)
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value)
}

function numberExpression(value: number): object {
  return Number.isInteger(value) ? { '#bigint': BigInt(value).toString() } : { '#unserializable': canonical(value) }
}
