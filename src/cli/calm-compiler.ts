/**
 * How eager V8 is to optimise JavaScript: less than usual. Most of what runs here is hot for a moment only, until trees have grown and
 * have become WebAssembly; V8 would spend a quarter of a short check on optimising it, on threads of its own.
 */

import { setFlagsFromString } from 'node:v8'

/** What a function may run, in bytes of its code, before it is optimised: six times as much as usual in Node 20. */
const budget = 400_000

/** The bytes of code that a function may take in from those it calls, when it is optimised: 920 as a rule, which takes V8 longer. */
const inlined = 100

/**
 * The flags for a version of Node. Later ones than 21 do not have the first one, and V8 does not say which it has: for others it
 * throws nothing, but prints a complaint between the lines of a command.
 */
export function calmingFlags(nodeVersion: string): readonly string[] {
  const major = Number.parseInt(nodeVersion, 10)
  return major === 20 || major === 21
    ? [`--interrupt-budget=${budget}`, `--max-inlined-bytecode-size-cumulative=${inlined}`]
    : []
}

/**
 * To be called in a thread of authors' code when all of Node that a search needs is loaded. V8 takes code compiled under other flags for
 * the code of another version, and so would compile Node's own modules anew in each thread that starts later.
 */
export function calmCompiler(): void {
  for (const flag of calmingFlags(process.versions.node)) setFlagsFromString(flag)
}
