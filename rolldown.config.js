/**
 * The package's own modules, bundled for Node: each file that is loaded costs a millisecond of processor time in each
 * thread, and there are several hundred of them.
 *
 * What a thread needs from the start is in as few files as possible, and nothing that it does not need. All entries share
 * these files, so there is one copy of the language. Everything else is loaded on demand.
 */

import { basename, join } from 'node:path'

const entries = [
  'src/index.ts',
  'src/vitest.ts',
  'src/fast-check.ts',
  'src/cli/main.ts',
  'src/cli/thread.ts',
  'src/cli/typescript-hooks.ts',
]

/** Where loading begins: for the hooks of the loader, in the main thread, and in the thread that runs authors' code. */
const starts = {
  hooks: ['src/cli/typescript-hooks.ts'],
  command: ['src/cli/main.ts', 'src/cli/program.ts'],
  verify: ['src/cli/verify-command.ts'],
  engine: ['src/index.ts', 'src/cli/thread.ts', 'src/cli/check-command.ts', 'src/cli/verify-setting.ts'],
}

/** Modules that do something when they are loaded, so they must stay files of their own. */
const active = new Set(['src/cli/main.ts', 'src/cli/thread.ts', 'src/cli/typescript-hooks.ts'].map(absolute))

function absolute(file) {
  return join(import.meta.dirname, file)
}

const reached = new Map()

/** All modules that are loaded with those where `start` begins. */
function reachedFrom(start, modules) {
  const known = reached.get(start)
  if (known !== undefined) return known
  const found = new Set(starts[start].map(absolute))
  // A set goes on with what is added on the way.
  for (const id of found) for (const next of modules.getModuleInfo(id)?.importedIds ?? []) found.add(next)
  reached.set(start, found)
  return found
}

/** The file that a module goes to; null if it is loaded on demand. */
function bundleOf(id, modules) {
  if (active.has(id)) return null
  const [inHooks, inCommand, inVerify, inEngine] = Object.keys(starts).map(start => reachedFrom(start, modules).has(id))
  if (inHooks) return 'hooks'
  // Else the main thread of `verify` would load the engine, which it does not need.
  if ((inCommand || inVerify) && inEngine) return 'common'
  if (inCommand) return 'command'
  return inEngine ? 'engine' : null
}

/** Writes every other character as an escape, which means the same in texts and patterns: V8 reads a source of one byte a character faster. */
const inAscii = {
  name: 'in ASCII',
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk') chunk.code = escaped(chunk.code)
  },
}

function escaped(code) {
  return code.replace(/[\u0080-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

export default {
  input: Object.fromEntries(entries.map(file => [basename(file, '.ts'), file])),
  platform: 'node',
  external: id => !id.startsWith('.') && !id.startsWith('/'),
  transform: { target: 'node20' },
  plugins: [inAscii],
  output: {
    dir: 'out/build/src/cli',
    format: 'esm',
    sourcemap: true,
    sourcemapExcludeSources: true,
    comments: { annotation: false, jsdoc: false, legal: false },
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: bundleOf, debugName: 'by thread' }] },
  },
}
