/** Planted bugs in `src/witness`. */

import type { PlantedBug } from '../planted-bug.ts'
import { confirmed, face } from '../test-files.ts'

export const witnessBugs: readonly PlantedBug[] = [
  // The public face.
  {
    bug: 'a call does not document what it throws',
    file: 'src/witness/read-witness.ts',
    text: ' * @throws UsageError `not-a-witness`: the text is not a witness; the message says what is wrong, and where.\n',
    instead: '',
    tests: [face],
    isBuilt: true,
  },
  // Why a run ends as it does.
  {
    bug: 'a constant counts as a way out though the claim is broken as well',
    file: 'src/witness/hinges.ts',
    text: '|| isWorse(turned, replay, run)) return []',
    instead: ') return []',
    tests: ['spec/engine/witness/hinges.spec.ts'],
  },
  {
    bug: 'a way out may break another claim',
    file: 'src/witness/hinges.ts',
    text: '.some(one => !known.has(one.claim))) return true',
    instead: '.some(one => one.claim === claim.name)) return true',
    tests: ['spec/engine/witness/hinges.spec.ts'],
  },
  {
    bug: 'what a run breaks on its way is its own claim, too',
    file: 'src/witness/broken-on-the-way.ts',
    text: 'name !== shown && isRule(kind)',
    instead: 'isRule(kind)',
    tests: ['spec/engine/witness/hinges.spec.ts'],
  },
  // Temporal claims.
  {
    bug: 'a run that is not fair is shown',
    file: 'src/witness/confirm-runs.ts',
    text: "if (kept.length < fairness.length) return 'its run was not fair'",
    instead: '',
    tests: [confirmed],
  },
]
