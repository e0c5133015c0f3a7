/**
 * Loading a module once more, with all that it imports but packages, so that variables in it begin anew.
 *
 * JavaScript knows a module by its address, so a fresh copy has an address with a number after it.
 */

import { pathToFileURL } from 'node:url'

/** The part of an address that tells copies apart. */
export const copyParameter = 'interleave-copy'

let copies = 0

/** The address of a fresh copy of a file. Each can be loaded once. */
export function freshAddress(path: string): string {
  copies++
  return `${pathToFileURL(path).href}?${copyParameter}=${copies}`
}
