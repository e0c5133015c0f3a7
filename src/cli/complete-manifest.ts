import { readFileSync } from 'node:fs'
import { UsageError } from '../base/errors.ts'
import { manifestFile } from './package-version.ts'

/** A package.json, as far as it is read. */
interface ProjectManifest {
  readonly name?: string
  readonly version?: string
  readonly type?: string
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

/** A package.json with what is missing, and what that is, in words. */
export interface CompletedManifest {
  readonly text: string
  readonly added: readonly string[]
  readonly isModule: boolean
  /** Whether packages were added, which are then to be installed. */
  readonly needsPackages: boolean
}

/** Adds scripts and packages that a package.json does not have, and leaves all else. `text` is undefined if there is no file. */
export function completeManifest(text: string | undefined): CompletedManifest {
  const before = text === undefined ? newManifest : parsed(text)
  const others = { ...before.dependencies, ...before.devDependencies }
  const scripts = missingIn(before.scripts, { interleave: 'interleave verify', test: 'vitest run' })
  const packages = missingIn(others, { ...packagesNeeded() })
  const isComplete = Object.keys(scripts).length + Object.keys(packages).length === 0
  const after = {
    ...before,
    ...(Object.keys(scripts).length > 0 && { scripts: { ...before.scripts, ...scripts } }),
    ...(Object.keys(packages).length > 0 && { devDependencies: sorted({ ...before.devDependencies, ...packages }) }),
  }
  return {
    text: isComplete && text !== undefined ? text : written(after, text),
    added: [
      ...Object.keys(scripts).map(name => `script '${name}'`),
      ...Object.keys(packages).map(name => `development dependency '${name}'`),
    ],
    isModule: before.type === 'module',
    needsPackages: Object.keys(packages).length > 0,
  }
}

const newManifest: ProjectManifest & { readonly private: true } = { private: true, type: 'module' }

function parsed(text: string): ProjectManifest {
  try {
    const manifest: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    if (typeof manifest === 'object' && manifest !== null && !Array.isArray(manifest)) return manifest
  } catch {
    // Reported below.
  }
  throw new UsageError('bad-option', 'package.json is not a JSON object. Repair it, or run this in another folder.')
}

/** With the indentation and the last line that the file has. */
function written(manifest: object, before: string | undefined): string {
  const indent = /^[ \t]+(?=")/m.exec(before ?? '')?.[0] ?? '  '
  return JSON.stringify(manifest, null, indent) + (before === undefined || before.endsWith('\n') ? '\n' : '')
}

/** The packages with which this one was tested. */
function packagesNeeded(): Record<string, string> {
  const { version, devDependencies } = JSON.parse(readFileSync(manifestFile(), 'utf8')) as Required<ProjectManifest>
  const { typescript, vitest } = devDependencies as { readonly typescript: string; readonly vitest: string }
  return { 'interleave-checker': `^${version}`, typescript, vitest }
}

function missingIn(
  there: Readonly<Record<string, string>> = {},
  wanted: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => !Object.hasOwn(there, name)))
}

function sorted(record: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}
