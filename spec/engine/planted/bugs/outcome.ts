/** Planted bugs in `src/outcome`. */

import type { PlantedBug } from '../planted-bug.ts'
import { exitCodes, randomly } from '../test-files.ts'

export const outcomeBugs: readonly PlantedBug[] = [
  // Random runs.
  {
    bug: 'what random runs did not find counts as decided',
    file: 'src/outcome/outcome.ts',
    text: "verdict === 'unknown' || verdict === 'not found'",
    instead: "verdict === 'unknown'",
    tests: [randomly],
  },
  // Output.
  {
    bug: 'a claim that never was witnessed is no failure',
    file: 'src/outcome/outcome.ts',
    text: "return verdict === 'violated' || verdict === 'never'",
    instead: "return verdict === 'violated'",
    tests: [exitCodes],
  },
]
