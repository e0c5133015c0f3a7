/** Planted bugs in `src/report`, the stories of runs apart. */

import type { PlantedBug } from '../planted-bug.ts'
import { lanesPane, publicApi, reporters, texts } from '../test-files.ts'

export const reportBugs: readonly PlantedBug[] = [
  {
    bug: 'a page shows what is given, and not what is then false',
    file: 'src/page/heading.ts',
    text: 'return [first, then].filter',
    instead: 'return [first].filter',
    tests: ['spec/engine/page/page.spec.ts'],
  },
  {
    bug: 'an undecided claim has the mark of one that holds',
    file: 'src/report/outcome/outcome-text.ts',
    text: "unknown: '?'",
    instead: "unknown: '✓'",
    tests: [texts],
  },
  {
    bug: 'a vacuous claim is not reported as such',
    file: 'src/report/outcome/outcome-text.ts',
    text: 'return harmless(vacuous)',
    instead: "return ''",
    tests: [texts],
  },
  {
    bug: 'an option does not state its unit',
    file: 'src/report/graphviz/render-svg.ts',
    text: '/** The time limit of the layout in milliseconds. Default: 20,000 ms. */',
    instead: '/** The time limit of the layout. Default: 20,000. */',
    tests: [publicApi],
    isBuilt: true,
  },
  {
    bug: 'the source of a claim about whole runs is folded',
    file: 'src/page/heading.ts',
    text: 'return gloss !== undefined || isFolded(sources)',
    instead: 'return gloss !== undefined || loop !== undefined || isFolded(sources)',
    tests: ['spec/engine/page/page.spec.ts'],
  },
  {
    bug: 'the lanes open where the last step is, sideways',
    file: 'src/ui/front/use-following.ts',
    text: '    if (isOpening) {\n',
    instead: '    showSideways(pane.current, row)\n    if (isOpening) {\n',
    tests: [lanesPane],
    isBuilt: true,
  },
  {
    bug: 'the lanes open below the beginning of the story',
    file: 'src/ui/front/use-following.ts',
    text: 'isNear ? 0 : Math.min(',
    instead: 'isNear ? 0 : Math.max(',
    tests: [lanesPane],
    isBuilt: true,
  },
  {
    bug: 'the value that decides may hide behind a number of others',
    file: 'src/ui/source-lines.ts',
    text: 'const most = [...reads.filter(isDecisive), ...reads.filter(read => !isDecisive(read))]',
    instead: 'const most = reads',
    tests: ['spec/engine/ui/source-lines.spec.ts'],
  },
  {
    bug: 'an undecided claim passes in a report',
    file: 'src/report/ci/setting-result.ts',
    text: "(acceptsBounds || isExpected) ? 'passed' : 'open'",
    instead: "true ? 'passed' : 'passed'",
    tests: [reporters],
    isBuilt: true,
  },
  {
    bug: 'a violation that a spec expects fails in a report',
    file: 'src/report/ci/setting-result.ts',
    text: "return isExpected ? 'passed' : 'failed'",
    instead: "return 'failed'",
    tests: [reporters],
    isBuilt: true,
  },
  {
    bug: 'the annotation of a step is at its claim',
    file: 'src/report/ci/github-annotations.ts',
    text: "annotate('notice', last.place,",
    instead: "annotate('notice', place,",
    tests: [reporters],
    isBuilt: true,
  },
  {
    bug: 'a text can begin another command of GitHub',
    file: 'src/report/ci/github-annotations.ts',
    text: ".replaceAll('\\n', '%0A')",
    instead: '',
    tests: [reporters],
    isBuilt: true,
  },
]
