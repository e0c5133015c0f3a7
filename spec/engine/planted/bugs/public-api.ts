/** Planted bugs in the public API and the package. */

import type { PlantedBug } from '../planted-bug.ts'
import { bundle, matchers, publicApi, stepping } from '../test-files.ts'

export const publicApiBugs: readonly PlantedBug[] = [
  // State outside the model.
  {
    bug: 'specs get a language of their own, which is not the one of the command',
    file: 'package.json',
    text: 'rolldown -c --logLevel silent',
    instead:
      'rolldown -c --logLevel silent && rolldown src/index.ts --platform node --format esm --external immer --external valibot --dir out/build/src/cli',
    tests: [bundle],
    isBuilt: true,
  },
  // The public API.
  {
    bug: 'a type that a signature of the API names is not exported',
    file: 'src/index.ts',
    text: '{ TemporalClaims, TemporalOptions }',
    instead: '{ TemporalOptions }',
    tests: [publicApi],
    isBuilt: true,
  },
  {
    bug: 'an option does not say what it is by default',
    file: 'src/check/check-options.ts',
    text: ' Default: `footprint`.',
    instead: '',
    tests: [publicApi],
    isBuilt: true,
  },
  // Bounds.
  {
    bug: 'a matcher passes for a claim that a limit left open',
    file: 'src/testing/matchers.ts',
    text: 'const isWell = failing.length + undecided.length === 0',
    instead: 'const isWell = failing.length === 0',
    tests: [matchers],
  },
  {
    bug: 'the test of a claim passes where its search was interrupted',
    file: 'src/vitest.ts',
    text: 'if (isOpen(claim.verdict)) throw place.failure(claimsInWords([claim], outcome))',
    instead: '',
    tests: [matchers],
  },
  {
    bug: 'a step is taken although its choices are others',
    file: 'src/stepping.ts',
    text: '(wanted.choices === undefined || canonical(step.choices) === canonical(wanted.choices))',
    instead: 'true',
    tests: [stepping],
  },
]
