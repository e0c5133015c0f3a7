/** Planted bugs in `src/verdicts`. */

import type { PlantedBug } from '../planted-bug.ts'
import { withinBounds } from '../test-files.ts'

export const verdictsBugs: readonly PlantedBug[] = [
  {
    bug: 'what holds only within bounds is as expected',
    file: 'src/verdicts/compare-with-expectation.ts',
    text: "if (verdict === 'holds within') return 'within'",
    instead: "if (verdict === 'holds within') return 'fine'",
    tests: [withinBounds],
  },
  {
    bug: 'a cell of a table holds although its claim does only within bounds',
    file: 'src/verdicts/table-cell.ts',
    text: "if (verdicts.includes('holds within')) return 'holds within'",
    instead: '',
    tests: [withinBounds],
  },
  {
    bug: 'a claim that fails in another number of steps than expected is as expected',
    file: 'src/verdicts/compare-with-expectation.ts',
    text: "return steps ?? 'never'",
    instead: "return 'never'",
    tests: ['spec/engine/verdicts/compare-with-expectation.spec.ts'],
  },
  {
    bug: 'a census that differs is as expected',
    file: 'src/verdicts/compare-with-expectation.ts',
    text: 'if (found === expected) return []\n  return [{ text: `the census',
    instead: 'if (found !== "") return []\n  return [{ text: `the census',
    tests: ['spec/engine/verdicts/compare-with-expectation.spec.ts'],
  },
  {
    bug: 'a comparison takes what is violated before for broken by the change',
    file: 'src/verdicts/comparison.ts',
    text: "verdict === 'violated') ? 'stays' : 'new'",
    instead: "verdict === 'violated') ? 'breaks' : 'new'",
    tests: ['spec/engine/specs/series.spec.ts'],
  },
  {
    bug: 'a comparison does not miss a row that no finding names',
    file: 'src/verdicts/comparison.ts',
    text: 'return isViolated && !isExplained ?',
    instead: 'return !isViolated && !isExplained && isViolated ?',
    tests: ['spec/engine/specs/series.spec.ts'],
  },
  {
    bug: 'a comparison sees a defect in a column in which it is repaired',
    file: 'src/verdicts/finding-evidence.ts',
    text: 'defects.some(defect => !repaired.includes(defect))',
    instead: 'defects.some(defect => repaired.includes(defect) || !repaired.includes(defect))',
    tests: ['spec/engine/verdicts/comparison.spec.ts'],
  },
  {
    bug: 'a comparison does not look where a hidden defect is the only one',
    file: 'src/verdicts/finding-evidence.ts',
    text: 'const rows = rowsOf(run.spec, run.claim)',
    instead: 'const rows: string[] = []',
    tests: ['spec/engine/verdicts/comparison.spec.ts'],
  },
  {
    bug: 'a finding is new although the column before was not run',
    file: 'src/verdicts/comparison.ts',
    text: "if (verdicts.includes('not run') || verdicts.includes('holds within')) return 'open'",
    instead: '',
    tests: ['spec/engine/verdicts/comparison.spec.ts'],
  },
]
