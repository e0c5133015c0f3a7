import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: {
    // Models and specs import the package by its name, as they do at a user's; here that is the source.
    alias: { interleave: fileURLToPath(new URL('./src/index.ts', import.meta.url)) },
  },
  test: {
    include: ['spec/**/*.spec.ts'],
    testTimeout: 60_000,
    // By itself vitest leaves one core free, which of two is half.
    maxWorkers: '100%',
  },
})
