/**
 * A draft as seen by the process instance that takes a step: it sees `me` in place of the instance itself.
 *
 * So `s.worker.filter(w => w !== me)` gives the others, and `s.worker.indexOf(me)` is `me.id`.
 */

import { ModelError } from '../base/errors.ts'
import { toPlain } from '../base/plain.ts'
import { proxyTarget } from '../base/proxy-target.ts'

type Draft = Record<string, unknown>

export interface OwnView {
  /** The state, for the step to edit. */
  readonly state: Draft
  /** The instance: its locals, its number and its current label. */
  readonly me: Draft
}

export function ownView(draft: Draft, process: string, id: number, where: string): OwnView {
  const instances = draft[process] as Draft[]
  const instance = instances[id] as Draft
  const me = selfOf(instance, id, where)
  const seenInstances = standIn(instances, { get: (_, value) => (value === instance ? me : value) })
  const state = standIn(draft, { get: (_, value) => (value === instances ? seenInstances : value) })
  return { state, me }
}

/** The property by which immer recognises a draft; it checks every value that is stored. */
const immerState = Symbol.for('immer-state')

/**
 * The draft of an instance as its step sees it: with its number, and with `pc` read-only.
 *
 * It must not be stored either: the state would then contain the instance after its step, with the next label.
 */
function selfOf(instance: Draft, id: number, where: string): Draft {
  return standIn(instance, {
    get(key, value) {
      if (key === 'id') return id
      if (key !== immerState) return value
      throw storedSelf(where)
    },
    set: key => refuseOwn(key, where),
  })
}

/** The error for an instance that is stored in the state as it is. */
export function storedSelf(where: string): ModelError {
  return new ModelError(
    'own-instance',
    `${where} stores 'me' itself in the state. Store a copy of the fields that you need.`,
  )
}

/** Throws where an instance assigns what is not its own to assign. */
export function refuseOwn(key: string | symbol, where: string): void {
  if (key !== 'id' && key !== 'pc') return
  const hint = key === 'pc' ? 'Return the label to go to instead.' : 'An instance cannot be renumbered.'
  throw new ModelError('own-instance', `${where} assigns me.${key}. ${hint}`)
}

/** The same over a plain copy of the instance: an access after its step means that it was stored in the state. */
export class OwnInstance {
  readonly me: object
  isOver = false

  constructor(instance: Draft, id: number, where: () => string) {
    const look = (): void => {
      if (this.isOver) throw storedSelf(where())
    }
    this.me = standIn(instance, {
      get(key, value) {
        look()
        return key === 'id' ? id : value
      },
      set: key => refuseOwn(key, where()),
      look,
    })
  }
}

interface OwnPart {
  /** The value that is seen in place of `value`. */
  get(key: string | symbol, value: unknown): unknown
  /** Throws if this part must not be assigned. */
  set?(key: string | symbol): void
  /** Called for any other access. */
  look?(): void
}

/** Behaves like `draft`, with one difference. */
function standIn<T extends object>(draft: T, { get, set, look }: OwnPart): T {
  // The proxy's target is a stand-in too: for every property that a proxy returns, JavaScript checks the target, and
  // drafts are slow.
  const target = proxyTarget(draft, { printed: () => toPlain(draft) as object }) as T
  return new Proxy<T>(target, {
    get: (_, key) => get(key, Reflect.get(draft, key)),
    set(_, key, value) {
      set?.(key)
      return Reflect.set(draft, key, value)
    },
    has: (_, key) => Reflect.has(draft, key),
    ownKeys() {
      look?.()
      return Reflect.ownKeys(draft)
    },
    getOwnPropertyDescriptor(_, key) {
      const property = Reflect.getOwnPropertyDescriptor(draft, key)
      return property === undefined || !('value' in property)
        ? property
        : { ...property, value: get(key, property.value) }
    },
    deleteProperty: (_, key) => Reflect.deleteProperty(draft, key),
    defineProperty: (_, key, descriptor) => Reflect.defineProperty(draft, key, descriptor),
    getPrototypeOf() {
      look?.()
      return Reflect.getPrototypeOf(draft)
    },
  })
}
