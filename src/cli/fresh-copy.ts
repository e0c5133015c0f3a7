/**
 * Loading a module once more, with all that it imports, so that variables in it begin anew.
 *
 * JavaScript knows a module by its address, so a fresh copy has an address with a number after it. Of packages those are
 * copied that an author's module imports itself, as far as they are ES modules.
 */

import { pathToFileURL } from 'node:url'

/** The part of an address that tells copies apart. */
const copyParameter = 'interleave-copy'
/** What ends the number of a copy that has the packages of the first. */
const sharing = '-own'
/** Packages of which there must be one: both copies of a model are run by it. */
const neverCopied = ['immer', 'interleave-checker']

let copies = 0

/** The address of a fresh copy of a file. Each can be loaded once. */
export function freshAddress(path: string, { sharesPackages = false } = {}): string {
  copies++
  return `${pathToFileURL(path).href}?${copyParameter}=${copies}${sharesPackages ? sharing : ''}`
}

/** The address of a module that `parent` imports: one of the same copy, if it is a part of that. */
export function addressInCopy(url: string, parent: string | undefined, format: string | null | undefined): string {
  const copy = parent === undefined ? null : new URL(parent).searchParams.get(copyParameter)
  if (copy === null || !url.startsWith('file:') || new URL(url).search !== '') return url
  const ofPackage = packageOf(url)
  const isCopied = ofPackage === undefined || (!copy.endsWith(sharing) && isImportedPart(ofPackage, parent as string))
  return isCopied && (ofPackage === undefined || format === 'module') ? `${url}?${copyParameter}=${copy}` : url
}

/** Whether `parent` is an author's module, or of the same package. */
function isImportedPart(ofPackage: string, parent: string): boolean {
  const importing = packageOf(parent)
  const isCopiable = neverCopied.every(name => !ofPackage.endsWith(`/node_modules/${name}`))
  return isCopiable && (importing === undefined || importing === ofPackage)
}

/** The folder of the package that a module is of; undefined for a module of the author's. */
function packageOf(url: string): string | undefined {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(url)?.[0]
}
