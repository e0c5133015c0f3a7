/** Planted bugs in `src/analyse`. */

import type { PlantedBug } from '../planted-bug.ts'
import { fates } from '../test-files.ts'

export const analyseBugs: readonly PlantedBug[] = [
  {
    bug: 'a state outside the bounds is a deadlock where fates are known',
    file: 'src/analyse/whole-graph.ts',
    text: '!this.cut.has(state) &&',
    instead: '',
    tests: [fates],
  },
]
