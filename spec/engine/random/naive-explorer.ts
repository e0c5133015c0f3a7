/** What a model means, said a third time: states are JSON with sorted keys, steps edit copies. It shares no engine code. */

import { runStep } from '../../../src/language/control.ts'
import type { ModelDescription } from '../../../src/language/model-description.ts'
import { textOf } from './state-text.ts'

type State = { [process: string]: { pc: string }[] }
type Question = (...about: unknown[]) => boolean
type NaiveClaim = { kind: string; name: string; given?: Question; holds: Question }

/** Explores until nothing is left, or a level ends with more than `maxStates`; `sets` are the cells that are sets. */
export function exploreNaively(model: ModelDescription, maxStates: number, sets: ReadonlySet<string> = new Set()) {
  /** At which depth there first was what: claims violated or witnessed by name, steps as texts, and what else is noted. */
  const seen = new Map<string, number>()
  /** The depth of each state. A Map is gone through in the order of what was put in, so that it is the queue as well. */
  const known = new Map<string, number>()
  /** States known and transitions taken when each level is to be left. */
  const levels: { readonly states: number; readonly transitions: number }[] = []
  let transitions = 0
  /** Of each bound, how many states lie outside. */
  const cut = new Map<string, number>()
  const { constants: c, processes, actions } = model
  const views = new Set<string>()
  const meet = (text: string, depth: number) => {
    const view = model.view === undefined ? text : textOf(model.view(JSON.parse(text), c), sets)
    if (!views.has(view)) known.set(text, depth)
    views.add(view)
  }
  const note = (what: string, depth: number) => seen.has(what) || seen.set(what, depth)

  /** Asks the claims about a state, or about two states and the step between, all as texts. */
  function judge(depth: number, ...about: string[]): void {
    const answer = (question: Question) => question(...about.map(text => JSON.parse(text)), c)
    const claims = model.claims.filter(
      one => 'holds' in one && one.kind !== 'bound' && (one.kind === 'transition') === about.length > 1,
    )
    for (const { kind, name, given = () => true, holds } of claims as NaiveClaim[])
      try {
        if (!answer(given)) continue
        note(`premise of ${name}`, depth)
        if (answer(holds) === (kind === 'reachable')) note(name, depth)
      } catch {
        note(`throw in ${name}`, depth)
      }
  }
  /** Whether a state lies outside some bound; each that it lies outside of is noted. */
  function isCut(text: string, depth: number): boolean {
    const outside = (model.claims as readonly NaiveClaim[]).filter(({ kind, name, holds }) => {
      try {
        return kind === 'bound' && !holds(JSON.parse(text), c)
      } catch {
        note(`throw in ${name}`, depth)
        return false
      }
    })
    for (const { name } of outside) cut.set(name, (cut.get(name) ?? 0) + 1)
    return outside.length > 0
  }
  /** Takes a step with the options of `script` and the first at each later `choose`, and then with the others there. */
  function take(from: string, depth: number, step: string, edit: (s: State) => void, script: number[] = []): void {
    const s = JSON.parse(from) as State
    const { outcome, widths, script: taken } = runStep(script, () => edit(s))
    for (let i = script.length; i < widths.length; i++)
      for (let pick = 1; pick < (widths[i] ?? 0); pick++) take(from, depth, step, edit, [...taken.slice(0, i), pick])
    if (outcome.kind === 'disabled') return
    transitions++
    for (const what of [step, outcome.kind]) note(what, depth)
    if (outcome.kind !== 'returned') return
    const to = textOf(s, sets)
    judge(depth, from, to, step)
    meet(to, depth)
  }

  const instances = processes.map(({ name, count, steps, locals }) => {
    const length = typeof count === 'number' ? count : count(c)
    return [name, Array.from({ length }, (_, id) => ({ pc: [...steps.keys()][0], ...locals(c, id) }))] as const
  })
  const shared = (model.shared?.(c) ?? {}) as { options?: object[] }
  for (const option of Array.isArray(shared.options) ? shared.options : [shared])
    meet(textOf({ ...option, ...Object.fromEntries(instances) }, sets), 0)
  for (const [text, depth] of known) {
    judge(depth, text)
    if (depth === levels.length && known.size <= maxStates) levels.push({ states: known.size, transitions })
    if (depth === levels.length) continue
    if (isCut(text, depth)) continue
    let [before, isStuck] = [transitions, actions.length > 0 && instances.every(([, { length }]) => length === 0)]
    for (const { name: process, steps, mayRest } of processes)
      for (const [instance, { pc: step }] of (JSON.parse(text) as State)[process]?.entries() ?? []) {
        if (step === 'done') continue
        isStuck ||= !mayRest.has(step)
        take(text, depth + 1, JSON.stringify({ process, instance, step }), s => {
          const me = Object.defineProperty(s[process]?.[instance] as { pc: string }, 'id', { value: instance })
          const labels = [...steps.keys(), 'done']
          const pc = (steps.get(step)?.(s, me, c) ?? labels[labels.indexOf(step) + 1]) as string
          s[process]?.splice(instance, 1, { ...(s[process][instance] as object), pc })
        })
      }
    for (const { name: step, step: edit } of actions)
      take(text, depth + 1, JSON.stringify({ process: null, instance: 0, step }), s => void edit(s, c))
    if (transitions === before && isStuck) note('deadlock', depth)
  }
  return { seen, levels, states: known.size, transitions, cut }
}
