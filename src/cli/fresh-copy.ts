/**
 * Loading a module again, with all its imports, so that its variables are initialised again.
 *
 * JavaScript identifies a module by its URL, so a fresh copy has a URL with a number appended. Packages that an
 * author's module imports directly are copied too, if they are ES modules.
 */

import { pathToFileURL } from 'node:url'

/** The parameter of a URL that distinguishes copies. */
const copyParameter = 'interleave-copy'
/** The suffix of the number of a copy that shares packages with the first. */
const sharing = '-own'
/** The suffix of the number of a copy that has copies of this package's models, too. */
const whole = '-whole'
/** Packages that must not be copied: both copies of a model need the same one. */
const neverCopied = ['immer', 'interleave-checker']

let copies = 0

/** The URL of a new fresh copy of a file. */
export function freshAddress(path: string, { sharesPackages = false } = {}): string {
  copies++
  return `${pathToFileURL(path).href}?${copyParameter}=${copies}${sharesPackages ? sharing : ''}`
}

/** The URL of a copy that shares packages, but has copies of this package's models. */
export function wholeAddress(path: string): string {
  copies++
  return `${pathToFileURL(path).href}?${copyParameter}=${copies}${sharing}${whole}`
}

/** Whether a module is part of a copy that has copies of this package's models. */
export function isOfWholeCopy(url: string | undefined): boolean {
  return url !== undefined && new URL(url).searchParams.get(copyParameter)?.endsWith(whole) === true
}

/** The URL of a module that `parent` imports: in the same copy, if it belongs to it. */
export function addressInCopy(url: string, parent: string | undefined, format: string | null | undefined): string {
  const copy = parent === undefined ? null : new URL(parent).searchParams.get(copyParameter)
  if (copy === null || !url.startsWith('file:') || new URL(url).search !== '') return url
  const ofPackage = packageOf(url)
  const isCopied = ofPackage === undefined || (!copy.includes(sharing) && isImportedPart(ofPackage, parent as string))
  return isCopied && (ofPackage === undefined || format === 'module') ? `${url}?${copyParameter}=${copy}` : url
}

/** Whether `parent` is an author's module, or belongs to the same package. */
function isImportedPart(ofPackage: string, parent: string): boolean {
  const importing = packageOf(parent)
  const isCopiable = neverCopied.every(name => !ofPackage.endsWith(`/node_modules/${name}`))
  return isCopiable && (importing === undefined || importing === ofPackage)
}

/** The folder of a module's package; undefined for an author's module. */
function packageOf(url: string): string | undefined {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(url)?.[0]
}
