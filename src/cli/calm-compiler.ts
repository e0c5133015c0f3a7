/**
 * How eager V8 is to optimise JavaScript: less than usual. Most of what runs here is hot for a moment only, until trees have grown and
 * have become WebAssembly; V8 would spend a quarter of a short check on optimising it, on threads of its own.
 */

import { setFlagsFromString } from 'node:v8'

/** Versions of Node that know the flag; V8 complains about others. */
const [firstMajor, lastMajor] = [20, 24]

/** What a function may run, in bytes of its code, before it is optimised: six times as much as usual in Node 20. */
const budget = 400_000

export function calmCompiler(): void {
  const major = Number.parseInt(process.versions.node, 10)
  if (major >= firstMajor && major <= lastMajor) setFlagsFromString(`--interrupt-budget=${budget}`)
}
