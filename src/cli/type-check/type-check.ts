/**
 * Checks the types of specs, in parallel with the search, with the TypeScript of each spec's folder, and caches the
 * results. Specs with the same TypeScript and the same options are checked in one run.
 */

import { dirname, relative, resolve } from 'node:path'
import { messageOf } from '../../base/errors.ts'
import { packageVersion } from '../package-version.ts'
import { type CheckingOptions, compilerOptionsOf } from './compiler-options.ts'
import { findTypeScript, type TypeScript } from './find-typescript.ts'
import { runTypeScript, type TypeScriptRun } from './run-typescript.ts'
import { TypeCache } from './type-cache.ts'
import { judge, type TypeVerdict, wellTyped } from './type-verdict.ts'

export interface TypeCheck {
  /** The verdicts by the absolute path of each spec. Never rejects. */
  readonly verdicts: Promise<ReadonlyMap<string, TypeVerdict>>
  /** Ends running checks; types without a result count as not checked. */
  stop(): void
}

export interface TypeCheckOptions {
  readonly cache?: TypeCache
  /** The time limit of TypeScript. */
  readonly limitMs?: number
}

/** TypeScript 5 takes about ten seconds for the hundred specs of this repository. */
const defaultLimitMs = 120_000

/** Begins to check the types of specs. Files that are not TypeScript count as well typed. */
export function startTypeCheck(
  specs: readonly string[],
  { cache = new TypeCache(), limitMs = defaultLimitMs }: TypeCheckOptions = {},
): TypeCheck {
  const verdicts = new Map<string, TypeVerdict>()
  const runs: TypeScriptRun[] = []
  const done: Promise<void>[] = []
  for (const { typescript, checking, files } of groupsOf(new Set(specs.map(spec => resolve(spec))), verdicts)) {
    const unknown = files.filter(file => !cache.isKnown(keyOf(file, typescript, checking)))
    for (const file of files) if (!unknown.includes(file)) verdicts.set(file, wellTyped)
    if (unknown.length === 0) continue
    const startedAt = Date.now()
    const run = runTypeScript(typescript, unknown, checking, limitMs)
    runs.push(run)
    done.push(
      run.ran.then(ran => {
        for (const [file, { verdict, behind }] of judge(unknown, ran, typescript)) {
          verdicts.set(file, verdict)
          if (behind !== undefined) cache.remember(keyOf(file, typescript, checking), behind, startedAt)
        }
      }),
    )
  }
  return {
    verdicts: Promise.all(done).then(() => verdicts),
    stop() {
      for (const run of runs) run.stop()
    },
  }
}

interface Means {
  readonly typescript: TypeScript
  readonly checking: CheckingOptions
}

interface Group extends Means {
  readonly files: string[]
}

/** The specs that can be checked in one run; the verdicts of the others are added to `verdicts`. */
function groupsOf(specs: Iterable<string>, verdicts: Map<string, TypeVerdict>): Iterable<Group> {
  const groups = new Map<string, Group>()
  const meansIn = new Map<string, Means | TypeVerdict>()
  for (const spec of specs) {
    const folder = dirname(spec)
    const means = isTyped(spec) ? (meansIn.get(folder) ?? meansFor(spec)) : wellTyped
    if (isTyped(spec)) meansIn.set(folder, means)
    if (!('typescript' in means)) {
      verdicts.set(spec, means)
      continue
    }
    const key = JSON.stringify(means)
    const group = groups.get(key) ?? { ...means, files: [] }
    group.files.push(spec)
    groups.set(key, group)
  }
  return groups.values()
}

function isTyped(file: string): boolean {
  return /\.[cm]?tsx?$/.test(file)
}

/**
 * The TypeScript and options for a spec, which are the same for all specs in its folder; or why it cannot be checked.
 */
function meansFor(file: string): Means | TypeVerdict {
  try {
    const typescript = findTypeScript(file)
    if (typescript !== undefined) return { typescript, checking: compilerOptionsOf(dirname(file)) }
    return {
      unchecked: `no TypeScript is installed for ${relative(process.cwd(), file)}. Install it with 'npm install --save-dev typescript', or use --no-types.`,
    }
  } catch (error) {
    return { unchecked: messageOf(error) }
  }
}

/** Everything on which the types of a spec depend, apart from the content of files. */
function keyOf(file: string, { version }: TypeScript, checking: CheckingOptions): string {
  return JSON.stringify([packageVersion(), version, checking, file])
}
