import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { calmingFlags } from './src/cli/calm-compiler.ts'

/** Files that take minutes, which must not be left to the end, where one core would wait for the other. */
const slow = ['spec/engine/specs/verdicts.spec.ts', 'spec/engine/specs/engines.spec.ts']

class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = slow.findIndex(file => moduleId.endsWith(file))
      return found < 0 ? slow.length : found
    }
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}

/**
 * Folders whose tests run in one process after another, with the modules that are loaded already: loading them for each file
 * took a fifth of all time. The others start commands, servers and browsers, or take minutes anyway.
 */
const inOneProcess = [
  'analyse',
  'architecture',
  'base',
  'conform',
  'language',
  'machine',
  'models',
  'order',
  'report',
  'search',
  'simulate',
  'state',
  'symmetry',
  'verdicts',
  'witness',
].map(folder => `spec/engine/${folder}/**/*.spec.ts`)

/** Files that start hundreds of commands and browsers, or compare for minutes: one of ten of their tests is run, in the last gate all. */
const long = [
  'analyse/distinct-runs',
  'bench/promela',
  'cli/**/*',
  'docs/{examples,readme,tutorial}',
  'footprint/members',
  'formats/*',
  'models/kernel/kit',
  'page/*',
  'search/{fixtures,simplest-run,untuned-models,views}',
  'temporal/audited',
  'testing/*',
  'verdicts/verdicts-page',
  'web/*',
].map(files => `spec/engine/${files}.spec.ts`)

const oneOfTen = ['spec/engine/setup/one-of-ten.ts']
const repeatable = ['spec/engine/setup/repeatable.ts']

export default defineConfig({
  resolve: {
    // Models and specs import the package by its name, as they do at a user's; here that is the source.
    alias: { 'interleave-checker': fileURLToPath(new URL('./src/index.ts', import.meta.url)) },
  },
  test: {
    projects: [
      { extends: true, test: { name: 'shared', include: inOneProcess, exclude: long, isolate: false } },
      { extends: true, test: { name: 'alone', include: ['spec/**/*.spec.ts'], exclude: [...inOneProcess, ...long] } },
      { extends: true, test: { name: 'long', include: long, setupFiles: [...repeatable, ...oneOfTen] } },
    ],
    setupFiles: repeatable,
    // For what hangs: a test of seconds takes a minute where other work goes on.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // What a page shows in a moment takes longer where all cores are at work.
    expect: { poll: { timeout: 20_000 } },
    // Most tests are over before optimised code pays.
    execArgv: [...calmingFlags(process.versions.node)],
    // By itself vitest leaves one core free, which of two is half.
    maxWorkers: '100%',
    sequence: { sequencer: SlowFirst },
  },
})
