import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

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

export default defineConfig({
  resolve: {
    // Models and specs import the package by its name, as they do at a user's; here that is the source.
    alias: { 'interleave-checker': fileURLToPath(new URL('./src/index.ts', import.meta.url)) },
  },
  test: {
    include: ['spec/**/*.spec.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What a page shows in a moment takes longer where all cores are at work.
    expect: { poll: { timeout: 20_000 } },
    // Most tests are over before optimised code pays.
    execArgv: ['--interrupt-budget=400000'],
    // By itself vitest leaves one core free, which of two is half.
    maxWorkers: '100%',
    sequence: { sequencer: SlowFirst },
  },
})
