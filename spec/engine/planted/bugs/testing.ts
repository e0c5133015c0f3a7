/** Planted bugs in `src/testing`. */

import type { PlantedBug } from '../planted-bug.ts'
import { matchers } from '../test-files.ts'

export const testingBugs: readonly PlantedBug[] = [
  {
    bug: 'a run that still shows its bug counts as excluded',
    file: 'src/testing/excluded-run.ts',
    text: "const shown = claim.verdict === 'witnessed' ? 'true' : 'false'",
    instead: "const shown = 'true'",
    tests: [matchers],
  },
]
