/**
 * Planted bugs: mistakes that somebody could make in this code, and the tests that must go red for each. They are in
 * `bugs/`, by the folder of `src` that they are planted in.
 *
 * `npx tsx spec/engine/planted/run.ts` plants them one by one in a copy of the tree. A test of every run holds only that
 * each text to be replaced stands in its file exactly once.
 */

import { analyseBugs } from './bugs/analyse.ts'
import { auditBugs } from './bugs/audits.ts'
import { baseBugs } from './bugs/base.ts'
import { cliBugs } from './bugs/cli.ts'
import { conformBugs } from './bugs/conform.ts'
import { footprintBugs } from './bugs/footprint.ts'
import { generatedCodeBugs } from './bugs/generated-code.ts'
import { languageBugs } from './bugs/language.ts'
import { machineBugs } from './bugs/machine.ts'
import { modelsBugs } from './bugs/models.ts'
import { orderBugs } from './bugs/order.ts'
import { outcomeBugs } from './bugs/outcome.ts'
import { publicApiBugs } from './bugs/public-api.ts'
import { recordingBugs } from './bugs/recording.ts'
import { reportBugs } from './bugs/report.ts'
import { searchBugs } from './bugs/search.ts'
import { simulateBugs } from './bugs/simulate.ts'
import { stateBugs } from './bugs/state.ts'
import { storyBugs } from './bugs/stories.ts'
import { symmetryBugs } from './bugs/symmetry.ts'
import { temporalBugs } from './bugs/temporal.ts'
import { testingBugs } from './bugs/testing.ts'
import { verdictsBugs } from './bugs/verdicts.ts'
import { witnessBugs } from './bugs/witness.ts'
import type { PlantedBug } from './planted-bug.ts'

export const plantedBugs: readonly PlantedBug[] = [
  ...analyseBugs,
  ...baseBugs,
  ...cliBugs,
  ...conformBugs,
  ...publicApiBugs,
  ...footprintBugs,
  ...generatedCodeBugs,
  ...languageBugs,
  ...machineBugs,
  ...modelsBugs,
  ...outcomeBugs,
  ...recordingBugs,
  ...reportBugs,
  ...storyBugs,
  ...searchBugs,
  ...auditBugs,
  ...simulateBugs,
  ...stateBugs,
  ...orderBugs,
  ...symmetryBugs,
  ...temporalBugs,
  ...testingBugs,
  ...verdictsBugs,
  ...witnessBugs,
]
