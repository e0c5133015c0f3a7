/**
 * How a list of the state is searched for a member by identity: an object that is in the list is found. One that is not
 * is rejected, since it would never be found: it was meant to be compared by structure, or is from elsewhere in the state.
 */

import { identityError } from '../machine/steady.ts'

const lookUps = {
  includes: lookUp('includes', false),
  indexOf: lookUp('indexOf', -1),
  lastIndexOf: lookUp('lastIndexOf', -1),
} as const

/** The method of that name, if it searches for a member. */
export function memberLookUp(key: string | symbol): ((...wanted: unknown[]) => unknown) | undefined {
  return typeof key === 'string' && Object.hasOwn(lookUps, key) ? lookUps[key as keyof typeof lookUps] : undefined
}

function lookUp(method: 'includes' | 'indexOf' | 'lastIndexOf', missing: boolean | number) {
  return function (this: unknown, ...wanted: unknown[]): unknown {
    const found: unknown = Reflect.apply(Array.prototype[method], this, wanted)
    if (found === missing && typeof wanted[0] === 'object' && wanted[0] !== null)
      throw identityError(`looks with ${method} for an object that is not in the list, and so`)
    return found
  }
}
