/** What a model means, said a third time: states are JSON with sorted keys, steps edit copies. It shares no engine code. */

import type { StepName } from '../../src/language/claims.ts'
import { runStep } from '../../src/language/control.ts'
import type { ModelDescription } from '../../src/language/model.ts'

type State = { [process: string]: { pc: string }[] }

/** Explores until nothing is left, or until there are more than `maxStates`; `sets` are the cells that are sets. */
export function exploreNaively(model: ModelDescription, maxStates: number, sets: ReadonlySet<string> = new Set()) {
  /** Claims violated or witnessed, with the length of the shortest run that shows it. */
  const found = new Map<string, number>()
  const premisesSeen = new Set<string>()
  /** `process: label`, or the name of an action. */
  const taken = new Set<string>()
  /** States known and transitions taken when each level is to be left. */
  const levels: { readonly states: number; readonly transitions: number }[] = []
  const known = new Set<string>()
  const next: string[] = []
  let transitions = 0
  const { constants: c, claims, processes, actions } = model
  const note = (claim: string, depth: number) => found.set(claim, Math.min(depth, found.get(claim) ?? depth))

  function visit(text: string, depth: number): void {
    if (known.has(text)) return
    next.push(text)
    known.add(text)
    for (const claim of claims) {
      if (claim.kind !== 'invariant' && claim.kind !== 'reachable') continue
      if (claim.kind === 'invariant' && claim.given?.(JSON.parse(text), c) === false) continue
      premisesSeen.add(claim.name)
      if (claim.holds(JSON.parse(text), c) === (claim.kind === 'reachable')) note(claim.name, depth)
    }
  }
  function take(from: string, depth: number, name: StepName, edit: (s: State) => void): void {
    for (let script: number[] | undefined = []; script !== undefined; ) {
      const s = JSON.parse(from) as State
      const { outcome, widths, ...run } = runStep(script, () => edit(s))
      const last = run.script.findLastIndex((pick, i) => pick + 1 < (widths[i] as number))
      script = last < 0 ? undefined : [...run.script.slice(0, last), (run.script[last] as number) + 1]
      if (outcome.kind === 'disabled') continue
      transitions++
      taken.add(name.process === null ? name.step : `${name.process}: ${name.step}`)
      if (outcome.kind === 'assertion') note('no assertion fails', depth)
      if (outcome.kind === 'threw') note('no step throws', depth)
      if (outcome.kind !== 'returned') continue
      const to = textOf(s, sets)
      for (const claim of claims)
        if (claim.kind === 'transition' && !claim.holds(JSON.parse(from), JSON.parse(to), name, c))
          note(claim.name, depth)
      visit(to, depth)
    }
  }
  function leave(text: string, depth: number): void {
    let [before, isStuck] = [transitions, processes.length === 0]
    for (const { name: process, steps, mayRest } of processes)
      for (const [instance, { pc: step }] of (JSON.parse(text) as State)[process]?.entries() ?? []) {
        if (step === 'done') continue
        isStuck ||= !mayRest.has(step)
        const labels = [...steps.keys(), 'done']
        take(text, depth, { process, instance, step }, s => {
          const me = Object.defineProperty(s[process]?.[instance] as { pc: string }, 'id', { value: instance })
          me.pc = (steps.get(step)?.(s, me, c) ?? labels[labels.indexOf(step) + 1]) as string
        })
      }
    for (const { name: step, step: edit } of actions)
      take(text, depth, { process: null, instance: 0, step }, s => void edit(s, c))
    if (transitions === before && isStuck && model.checksDeadlock) note('no deadlock', depth - 1)
  }

  const shared = (model.shared?.(c) ?? {}) as { options?: object[] }
  for (const option of Array.isArray(shared.options) ? shared.options : [shared]) {
    const state: Record<string, unknown> = { ...option }
    for (const { name, count, steps, locals } of processes)
      state[name] = Array.from({ length: typeof count === 'number' ? count : count(c) }, (_, id) => {
        return { pc: [...steps.keys()][0], ...locals(c, id) }
      })
    visit(textOf(state, sets), 0)
  }
  while (next.length > 0 && known.size <= maxStates) {
    levels.push({ states: known.size, transitions })
    for (const text of next.splice(0)) leave(text, levels.length)
  }
  return { found, premisesSeen, taken, levels, isExhausted: next.length === 0, states: known.size, transitions }
}

const sorted = (entries: [string, unknown][]) => entries.sort(([a], [b]) => (a < b ? -1 : 1))

function textOf(value: unknown, sets: ReadonlySet<string>): string {
  return JSON.stringify(value, (key, part: unknown) => {
    if (typeof part !== 'object' || part === null) return part
    if (!Array.isArray(part)) return Object.fromEntries(sorted(Object.entries(part)))
    return sets.has(key) ? [...new Map(sorted(part.map(m => [textOf(m, sets), m]))).values()] : part
  })
}
