/**
 * A step that compares objects by identity, detected: in every state each object has a place of its own, so that a
 * comparison with a constant, or between two places that a step has given the same object, is never true.
 *
 * The step is taken once more on a state that holds these objects themselves, which are shown to it as they are, and not
 * as drafts of immer, which are objects of their own. A step that edits one of them cannot be judged in this way.
 */

import { isDraft, original } from 'immer'
import { ModelError } from '../base/errors.ts'
import { canonical, NotPlain } from '../base/plain.ts'
import type { Machine, State } from './machine.ts'
import { everyChoice, type Transition, type Watch } from './reference.ts'

/** What a step comes to with the author's own objects in the state. */
export interface EndsWithOrigins {
  /** Each transition as text, for comparison with {@link endTexts}. */
  readonly ends: readonly string[]
  /** Whether the step saw one of the objects; else it cannot compare them. */
  readonly sawOrigins: boolean
}

/** The transitions of a mover in the twin of a state, as {@link twinWithOrigins} makes it. At most the first `most`; undefined if that is unclear. */
export function endsWithOrigins(
  machine: Machine,
  twin: State,
  mover: number,
  most: number,
): EndsWithOrigins | undefined {
  const origins = machine.origins?.frozen ?? new Map<string, object>()
  const views: IdentityView[] = []
  try {
    const objects = new Set(origins.values())
    const ends = everyChoice(machine, twin, mover, () => viewIn(views, objects), undefined, most)
    // A step that edits one of the objects throws, since they are frozen.
    return views.some(view => view.isUnclear) || ends.some(({ effect }) => effect.kind === 'error')
      ? undefined
      : { ends: endTexts(ends), sawOrigins: views.some(view => view.sawOrigins) }
  } catch (error) {
    if (error instanceof ModelError) return undefined
    throw error
  }
}

/** The result of each transition, as text. */
export function endTexts(transitions: readonly Transition[]): string[] {
  return transitions.map(({ script, effect }) => {
    const end = effect.kind === 'state' ? endText(effect.state) : effect.kind
    return `${script} ${end}`
  })
}

/** The search may not have expanded this state, so what the step stores has not been checked yet. */
function endText(state: State): string {
  try {
    return canonical(state)
  } catch (error) {
    if (error instanceof NotPlain) return error.message
    throw error
  }
}

function viewIn(views: IdentityView[], origins: ReadonlySet<object>): Watch {
  const view = new IdentityView(origins)
  views.push(view)
  return view
}

/** The state with the author's objects in place of their copies; process instances are themselves. Undefined if it holds none. */
export function twinWithOrigins(machine: Machine, state: State): State | undefined {
  const origins = machine.origins?.frozen
  if (origins === undefined || origins.size === 0) return undefined
  const replaced = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    const origin = origins.get(canonical(value))
    // Code could tell one with its keys in another order from the copy, without comparing identities.
    const looksAlike = origin !== undefined && JSON.stringify(origin) === JSON.stringify(value)
    return looksAlike ? origin : partsReplaced(value, replaced)
  }
  const isProcess = new Set(machine.processes.map(({ name }) => name))
  const made = Object.entries(state).map(([key, value]) => {
    if (!isProcess.has(key)) return [key, replaced(value)] as const
    return [key, partsReplaced(value as object, instance => partsReplaced(instance as object, replaced))] as const
  })
  return made.every(([key, value]) => value === state[key]) ? undefined : Object.freeze(Object.fromEntries(made))
}

/** The same object where no part is replaced. */
function partsReplaced(value: object, replace: (part: unknown) => unknown): object {
  const entries = Object.entries(value).map(([key, part]) => [key, replace(part)] as const)
  if (entries.every(([key, part]) => part === (value as Record<string, unknown>)[key])) return value
  return Object.freeze(Array.isArray(value) ? entries.map(([, part]) => part) : Object.fromEntries(entries))
}

const viewed = Symbol('viewed')

/** A draft, and the proxy that the step sees in its place. */
interface SeenDraft {
  readonly proxy: object
  readonly draft: object
}

class IdentityView implements Watch {
  isUnclear = false
  sawOrigins = false
  private readonly origins: ReadonlySet<object>
  private readonly byDraft = new Map<object, SeenDraft>()
  private readonly fresh = new Set<object>()

  constructor(origins: ReadonlySet<object>) {
    this.origins = origins
  }

  over(draft: Record<string, unknown>): Record<string, unknown> {
    return this.see(draft).proxy as Record<string, unknown>
  }

  /** Replaces the proxies in what was put into the state by the drafts behind them. */
  settle(): void {
    const seen = new Set<object>()
    for (const object of this.fresh) this.revealWithin(object, seen)
  }

  onChoose(): void {}

  private see(draft: object): SeenDraft {
    const known = this.byDraft.get(draft)
    if (known !== undefined) return known
    const seen: SeenDraft = { draft, proxy: new Proxy(Array.isArray(draft) ? [] : {}, this.handler(draft)) }
    this.byDraft.set(draft, seen)
    return seen
  }

  /** An object of the author is seen as itself. */
  private shown(value: unknown): unknown {
    if (!isDraft(value)) return value
    const base = original(value as object) as object
    if (!this.origins.has(base)) return this.see(value as object).proxy
    this.sawOrigins = true
    return base
  }

  private handler(draft: object): ProxyHandler<object> {
    return {
      get: (_, key) => (key === viewed ? draft : this.shown(Reflect.get(draft, key))),
      set: (_, key, value) => Reflect.set(draft, key, this.revealed(value)),
      has: (_, key) => Reflect.has(draft, key),
      ownKeys: () => Reflect.ownKeys(draft),
      getOwnPropertyDescriptor: (_, key) => {
        const property = Reflect.getOwnPropertyDescriptor(draft, key)
        return property === undefined ? undefined : { ...property, value: this.shown(Reflect.get(draft, key)) }
      },
      deleteProperty: (_, key) => Reflect.deleteProperty(draft, key),
      defineProperty: (_, key, property) => Reflect.defineProperty(draft, key, property),
      getPrototypeOf: () => Reflect.getPrototypeOf(draft),
    }
  }

  private revealed(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    const draft = (value as { readonly [viewed]?: object })[viewed]
    if (draft !== undefined) return draft
    if (!isDraft(value) && !this.origins.has(value)) this.fresh.add(value)
    return value
  }

  private revealWithin(object: object, seen: Set<object>): void {
    if (seen.has(object) || isDraft(object) || this.origins.has(object)) return
    seen.add(object)
    for (const [key, part] of Object.entries(object)) {
      if (typeof part !== 'object' || part === null) continue
      const draft = (part as { readonly [viewed]?: object })[viewed]
      if (draft === undefined) this.revealWithin(part, seen)
      else if (Object.isFrozen(object)) this.isUnclear = true
      else (object as Record<string, unknown>)[key] = draft
    }
  }
}
