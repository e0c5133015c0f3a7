/** What a model means, said a third time: states are JSON with sorted keys, steps edit copies. It shares no engine code. */

import type { StepName } from '../../src/language/claims.ts'
import { runStep } from '../../src/language/control.ts'
import type { Model } from '../../src/language/model.ts'

type State = { [process: string]: { pc: string }[] }

/** Explores until nothing is left, or until there are more than `maxStates`; `sets` are the cells that are sets. */
export function exploreNaively(
  { description: { constants: c, ...model } }: Model<never, never, string>,
  maxStates: number,
  sets: ReadonlySet<string> = new Set(),
) {
  /** Claims violated or witnessed, with the length of the shortest run that shows it. */
  const found = new Map<string, number>()
  const premisesSeen = new Set<string>()
  /** `process: label`, or the name of an action. */
  const taken = new Set<string>()
  /** States known and transitions taken when each level is to be left. */
  const levels: { readonly states: number; readonly transitions: number }[] = []
  const depths = new Map<string, number>()
  let [level, next, transitions]: [string[], string[], number] = [[], [], 0]
  const note = (claim: string, depth: number) => found.set(claim, Math.min(depth, found.get(claim) ?? depth))

  function visit(text: string, depth: number): void {
    if (depths.has(text)) return
    next.push(text)
    depths.set(text, depth)
    for (const claim of model.claims) {
      if (claim.kind !== 'invariant' && claim.kind !== 'reachable') continue
      if (claim.kind === 'invariant' && claim.given?.(JSON.parse(text), c) === false) continue
      premisesSeen.add(claim.name)
      if (claim.holds(JSON.parse(text), c) === (claim.kind === 'reachable')) note(claim.name, depth)
    }
  }
  function take(from: string, depth: number, name: StepName, edit: (s: State) => void): void {
    let script: number[] | undefined = []
    while (script !== undefined) {
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
      for (const claim of model.claims)
        if (claim.kind === 'transition' && !claim.holds(JSON.parse(from), JSON.parse(to), name, c))
          note(claim.name, depth)
      visit(to, depth)
    }
  }
  function leave(text: string, depth: number): void {
    let [before, isStuck] = [transitions, false]
    for (const { name: process, steps, mayRest } of model.processes)
      for (const [instance, { pc: step }] of (JSON.parse(text) as State)[process]?.entries() ?? []) {
        const labels = [...steps.keys(), 'done']
        isStuck ||= step !== 'done' && !mayRest.has(step)
        if (step === 'done') continue
        take(text, depth, { process, instance, step }, s => {
          const me = Object.defineProperty(s[process]?.[instance] as { pc: string }, 'id', { value: instance })
          me.pc = (steps.get(step)?.(s, me, c) ?? labels[labels.indexOf(step) + 1]) as string
        })
      }
    for (const { name, step } of model.actions)
      take(text, depth, { process: null, instance: 0, step: name }, s => void step(s, c))
    if (transitions === before && isStuck && model.checksDeadlock) note('no deadlock', depth - 1)
  }

  const shared = (model.shared?.(c) ?? {}) as { options?: object[] }
  for (const option of Array.isArray(shared.options) ? shared.options : [shared]) {
    const instances = model.processes.map(({ name, count, steps, locals }) => {
      const length = typeof count === 'number' ? count : count(c)
      return [name, Array.from({ length }, (_, id) => ({ pc: [...steps.keys()][0], ...locals(c, id) }))]
    })
    visit(textOf({ ...option, ...Object.fromEntries(instances) }, sets), 0)
  }
  while (next.length > 0 && depths.size <= maxStates) {
    levels.push({ states: depths.size, transitions })
    ;[level, next] = [next, []]
    for (const text of level) leave(text, levels.length)
  }
  return { found, premisesSeen, taken, levels, isExhausted: next.length === 0, states: depths.size, transitions }
}

function textOf(value: unknown, sets: ReadonlySet<string>): string {
  return JSON.stringify(value, (key, part: unknown) => {
    if (Array.isArray(part)) return sets.has(key) ? sorted(part.map(item => [textOf(item, sets), item])) : part
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}

function sorted(members: [string, unknown][]): unknown[] {
  return [...new Map(members)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, member]) => member)
}
