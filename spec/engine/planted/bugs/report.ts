/** Planted bugs in `src/report`. */

import type { PlantedBug } from '../planted-bug.ts'
import { face, lassos, reporters, stories, texts } from '../test-files.ts'

export const reportBugs: readonly PlantedBug[] = [
  // Output.
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
  // The public face.
  {
    bug: 'an option does not state its unit',
    file: 'src/report/graphviz/render-svg.ts',
    text: '/** The time limit of the layout in milliseconds. Default: 20,000 ms. */',
    instead: '/** The time limit of the layout. Default: 20,000. */',
    tests: [face],
    isBuilt: true,
  },
  // Why a run ends as it does.
  {
    bug: 'a story says what was there before as what was set',
    file: 'src/report/run/plot/words.ts',
    text: 'value(before, old), ...to]',
    instead: 'value(after, now), ...to]',
    tests: [stories],
  },
  {
    bug: 'a value that was there before is not said to be back',
    file: 'src/report/run/plot/plotted-run.ts',
    text: 'isBack: isChanged && texts.includes(showValue(after)),',
    instead: 'isBack: false,',
    tests: [stories],
  },
  {
    bug: 'what was undone is left out of a story',
    file: 'src/report/run/plot/writes-told.ts',
    text: '...run.undoneLater(k), ',
    instead: '',
    tests: [stories],
  },
  {
    bug: 'a story leaves out the step that changed what another went by',
    file: 'src/report/run/plot/deeds.ts',
    text: ' || stale.some(({ writer }) => writer === k)\n',
    instead: '\n',
    tests: [stories],
  },
  {
    bug: 'a story says that a process had yet to set a cell that it had set',
    file: 'src/report/run/plot/yet-to-come.ts',
    text: 'value !== undefined && run.isNew(path, value)',
    instead: 'value !== undefined',
    tests: [stories],
  },
  {
    bug: 'a story says again what a process had found already',
    file: 'src/report/run/plot/news.ts',
    text: '|| !isAmong(read, told)',
    instead: '|| true',
    tests: [stories],
  },
  {
    bug: 'what led to a deadlock is not told',
    file: 'src/report/run/plot/tell.ts',
    text: 'return isTelling ? told(plot) : []',
    instead: 'return []',
    tests: [stories],
  },
  {
    bug: 'a story says that a process went by an earlier read, although it had read the cell again',
    file: 'src/report/run/plot/stale.ts',
    text: '&& k < (again ?? steps.length)',
    instead: '',
    tests: ['spec/engine/report/run/why.spec.ts'],
  },
  {
    bug: 'who merely rests is called stuck',
    file: 'src/report/run/plot/standstill.ts',
    text: 'filter(({ rests }) => rests !== true)',
    instead: 'filter(() => true)',
    tests: ['spec/engine/report/run/why.spec.ts'],
  },
  {
    bug: 'who has ended without seeing to it is left out',
    file: 'src/report/run/plot/standstill.ts',
    text: "return isWaiting ? ', which is at rest' : ', which has ended'",
    instead: "return ''",
    tests: ['spec/engine/report/run/why.spec.ts'],
  },
  {
    bug: 'each step of a story is called one that did nothing',
    file: 'src/report/run/plot/plot.ts',
    text: 'return isSkipped === true && slice?.steps[step]?.reads.length === 0',
    instead: 'return true',
    tests: ['spec/engine/report/run/why.spec.ts'],
  },
  {
    bug: 'a step that a sentence names is dimmed',
    file: 'src/report/run/why.ts',
    text: "(named.has(k) ? 'named' : 'none')",
    instead: "'none'",
    tests: ['spec/engine/report/run/witness-lanes.spec.ts'],
  },
  // Bounds.
  {
    bug: 'a run is shown as one that ends, in text',
    file: 'src/report/run/witness-text.ts',
    text: 'return loop === undefined ? [...head, ...rows.flat()]',
    instead: 'return loop !== null ? [...head, ...rows.flat()]',
    tests: [lassos],
  },
  // The kernel kit.
  {
    bug: 'a mail has steps that do not matter',
    file: 'src/report/run/witness-mail.ts',
    text: 'if (telling?.has(at) === false && !isLast) return',
    instead: '',
    tests: ['spec/engine/report/run/witness-mail.spec.ts'],
  },
  {
    bug: 'a mail goes on beyond its lines',
    file: 'src/report/run/witness-mail.ts',
    text: 'lines.length + wrapped.length > room',
    instead: 'lines.length + wrapped.length > room + 99',
    tests: ['spec/engine/report/run/witness-mail.spec.ts'],
  },
  // Lists of which only a part is looked at, and edits that are the same for every list.
  {
    bug: 'a story names the whole state as a cell',
    file: 'src/report/run/plot/plotted-run.ts',
    text: 'path.length > 0 && isMoot !== true',
    instead: 'isMoot !== true',
    tests: ['spec/engine/report/run/changing-root.spec.ts'],
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
  {
    bug: 'a mail without room leaves out how the run ends',
    file: 'src/report/run/witness-mail.ts',
    text: "wrap(sentence, width, '')).reverse()",
    instead: "wrap(sentence, width, ''))",
    tests: ['spec/engine/report/run/witness-mail.spec.ts'],
  },
]
