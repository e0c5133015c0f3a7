/**
 * A cache of verdicts for `verify --changed`: the results of settings, by the content of all that they depend on. These are the spec
 * and its imports, with the files that decide what the imports mean, the locks of packages, this package, the version of Node and
 * the options. An entry is found by a hash of all that, so one that is out of date is never met again. What the spec reads by itself
 * (`outside-reads.ts`) is known only after a check, so it is part of the entry, and compared when the entry is found.
 *
 * It is in the user's cache folder, where entries that were not used for 30 days are removed. If it cannot be read or written, settings are checked.
 */

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deserialize, serialize } from 'node:v8'
import { isCutShort } from '../outcome/outcome.ts'
import { makeFolder } from '../ui/make-folder.ts'
import { cacheFolder } from './cache-folder.ts'
import type { OutsideReads } from './outside-reads.ts'
import { packageVersion } from './package-version.ts'
import { markUsed, pruneCache } from './prune-cache.ts'
import type { SettingFinding, SettingOptions } from './verify-setting.ts'

/** What a setting depends on besides the options. */
export interface SettingSource {
  readonly file: string
  readonly variant: string | null
  /** All files on which its spec depends. */
  readonly files: readonly string[]
}

/** The most milliseconds that time stamps of files may lag behind the clock. */
const clockStepMs = 20
/** Of these, content decides what an import of a package means, also where a package loads further files by itself. */
const locks = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb']

/** What is kept of a setting. */
interface CachedVerdict {
  readonly finding: SettingFinding
  /** What its spec read by itself, as it was then. */
  readonly reads: {
    readonly variables: OutsideReads['variables']
    readonly files: ReturnType<typeof contentsOf>
  }
}

function readNow({ variables, files }: CachedVerdict['reads']): CachedVerdict['reads'] {
  return {
    variables: variables.map(([name]) => [name, process.env[name]] as const),
    files: contentsOf(files.map(([file]) => file)),
  }
}

/** Variables of the environment by which Node itself works otherwise. */
function ofNode(): (string | undefined)[] {
  return ['NODE_OPTIONS', 'TZ', 'LANG', 'LANGUAGE', 'LC_ALL', 'LC_TIME', 'LC_COLLATE'].map(name => process.env[name])
}

export class VerdictCache {
  private readonly options: SettingOptions
  private readonly startedAt: number
  private readonly folder: string
  private readonly environment: string
  private isPruned = false

  /** `startedAt` is a time before any spec was loaded. */
  constructor(options: SettingOptions, startedAt: number, folder = join(cacheFolder(), 'verdicts')) {
    this.options = options
    this.startedAt = startedAt
    this.folder = folder
    this.environment = sha256(
      JSON.stringify([
        packageVersion(),
        ownCode(),
        process.version,
        process.platform,
        process.arch,
        process.execArgv,
        ofNode(),
        contentsOf(locks),
      ]),
    )
  }

  /** The key of a setting, by what its files contain now. */
  keyOf({ file, variant, files }: SettingSource): string {
    const { engine, graphs, maxStates, maxDepth, maxSeconds, maxMemory, acceptBounds, out, isReported } = this.options
    const options = { engine, graphs, maxStates, maxDepth, maxSeconds, maxMemory, acceptBounds, out, isReported }
    return sha256(JSON.stringify([this.environment, process.cwd(), file, variant, options, contentsOf(files)]))
  }

  /** The finding of this key, if it is known and its counterexamples are still where they were written. */
  find(key: string): SettingFinding | undefined {
    try {
      const { finding, reads } = deserialize(readFileSync(this.fileOf(key))) as CachedVerdict
      if (JSON.stringify(readNow(reads)) !== JSON.stringify(reads)) return undefined
      const isWhole = [...finding.pictures.values()].every(link =>
        existsSync(join(this.options.out, decodeURIComponent(link))),
      )
      if (isWhole) markUsed(this.fileOf(key), Date.now())
      return isWhole ? { ...finding, isCached: true } : undefined
    } catch {
      return undefined
    }
  }

  /**
   * Keeps a finding, unless more time or memory might change it, or one of the files may have changed since it was loaded: `key` is
   * that of the time before the check.
   */
  keep(key: string, source: SettingSource, finding: SettingFinding): void {
    if (isCutShort(finding.outcome) || finding.notWritten !== undefined || finding.reads === undefined) return
    const { files, variables, others } = finding.reads
    if (others.length > 0 || [...source.files, ...files].some(file => this.mayHaveChanged(file))) return
    if (this.keyOf(source) !== key) return
    const file = this.fileOf(key)
    const unfinished = `${file}.${process.pid}`
    try {
      makeFolder(this.folder)
      if (!this.isPruned) pruneCache(this.folder, Date.now())
      this.isPruned = true
      writeFileSync(
        unfinished,
        serialize({ finding, reads: { variables, files: contentsOf(files) } } satisfies CachedVerdict),
      )
      renameSync(unfinished, file)
    } catch {
      // The folder is read-only or full: the next run checks the setting again.
      if (existsSync(unfinished)) rmSync(unfinished)
    }
  }

  /** A time stamp of the content can be set by anybody, that of the file only by a change. */
  private mayHaveChanged(file: string): boolean {
    const { ctimeMs = 0 } = statSync(file, { throwIfNoEntry: false }) ?? {}
    return ctimeMs >= this.startedAt - clockStepMs
  }

  private fileOf(key: string): string {
    return join(this.folder, key)
  }
}

/** Files by their paths, each with a hash of its content, or what else is there; null for one that is not there. */
function contentsOf(files: readonly string[]): (readonly [string, string | null])[] {
  return files.map(file => [relative(process.cwd(), resolve(file)), hashOfFile(file)] as const)
}

/** The code of this package: in a checkout, it changes without its version. */
function ownCode(): string {
  const folder = dirname(fileURLToPath(import.meta.url))
  const files = readdirSync(folder).filter(name => /\.[jt]s$/.test(name))
  return sha256(JSON.stringify(files.map(name => [name, hashOfFile(join(folder, name))])))
}

function hashOfFile(file: string): string | null {
  try {
    return sha256(readFileSync(file))
  } catch {
    return existsSync(file) ? 'no file that can be read' : null
  }
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}
