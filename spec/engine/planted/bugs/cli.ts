/** Planted bugs in `src/cli`. */

import type { PlantedBug } from '../planted-bug.ts'
import { exitCodes, fromElsewhere, interrupted, lostReports, reporters } from '../test-files.ts'

export const cliBugs: readonly PlantedBug[] = [
  // The command.
  {
    bug: 'the command waits for a thread that cannot be ended',
    file: 'src/cli/leave.ts',
    text: 'const isFree = await areGone()',
    instead: 'const isFree = true',
    tests: ['spec/engine/cli/endless-operation.spec.ts'],
    isBuilt: true,
  },
  {
    bug: 'a thread that does not answer is not reported to be inside an operation',
    file: 'src/cli/whereabouts.ts',
    text: '?? { isConcluding: false, isWithinOne: true }',
    instead: '?? { isConcluding: false }',
    tests: ['spec/engine/cli/endless-operation.spec.ts'],
    isBuilt: true,
  },
  // State outside the model.
  {
    bug: 'no package is loaded anew in a fresh copy',
    file: 'src/cli/fresh-copy.ts',
    text: "(ofPackage === undefined || format === 'module')",
    instead: '(ofPackage === undefined)',
    tests: [fromElsewhere],
    isBuilt: true,
  },
  // Output.
  {
    bug: 'the command exits 0 where a claim is undecided',
    file: 'src/cli/exit-codes.ts',
    text: '? exitCodes.inconclusive : exitCodes.allHold',
    instead: '? exitCodes.allHold : exitCodes.allHold',
    tests: [exitCodes],
  },
  // Bounds.
  {
    bug: 'a temporal violation ends with the code of an invariant',
    file: 'src/cli/exit-codes.ts',
    text: 'return exitCodes.temporal',
    instead: 'return exitCodes.claim',
    tests: [exitCodes],
  },
  // What a check says of its end.
  {
    bug: 'a report that cannot be written is a success',
    file: 'src/cli/report-reader.ts',
    text: 'isLost && code === exitCodes.allHold ?',
    instead: 'isLost && code < 0 ?',
    tests: [lostReports],
    isBuilt: true,
  },
  {
    bug: 'a reader that stops early turns success into failure',
    file: 'src/cli/report-reader.ts',
    text: "(error as NodeJS.ErrnoException).code === 'EPIPE' || isLost",
    instead: 'isLost',
    tests: [lostReports],
    isBuilt: true,
  },
  {
    bug: 'a report that cannot be written replaces the code of a violation',
    file: 'src/cli/report-reader.ts',
    text: 'isLost && code === exitCodes.allHold ?',
    instead: 'isLost ?',
    tests: [lostReports],
    isBuilt: true,
  },
  {
    bug: 'a closed terminal ends a check without a report',
    file: 'src/cli/interruption.ts',
    text: "['SIGINT', 'SIGTERM', 'SIGHUP']",
    instead: "['SIGINT', 'SIGTERM']",
    tests: [interrupted],
    isBuilt: true,
  },
  {
    bug: 'a check that is cut short loses its settings for reporters',
    file: 'src/cli/check-specs.ts',
    text: '    this.results.cut(this.file, cut.setting, cut)\n',
    instead: '',
    tests: [reporters],
    isBuilt: true,
  },
  {
    bug: 'a spec that does not load is in no report',
    file: 'src/cli/check-specs.ts',
    text: '    this.results.fail(this.file, this.setting, failure)\n',
    instead: '',
    tests: [reporters],
    isBuilt: true,
  },
  {
    bug: 'a report file that is not written is a success',
    file: 'src/cli/reporters.ts',
    text: 'areWritten.includes(false) &&',
    instead: 'false &&',
    tests: [reporters],
    isBuilt: true,
  },
  {
    bug: 'the last setting of each part is checked by nobody',
    file: 'src/cli/shard.ts',
    text: 'i % shard.of === shard.part - 1',
    instead: 'i % shard.of === shard.part',
    tests: [reporters],
    isBuilt: true,
  },
  // Modules that are loaded once more.
  {
    bug: 'modules are not loaded at other times',
    file: 'src/cli/load-spec.ts',
    text: 'if (!clockReaders.has(path)) return []',
    instead: 'if (clockReaders.has(path)) return []',
    tests: [fromElsewhere],
    isBuilt: true,
  },
  // Edit and run.
  {
    bug: 'a change to an imported file goes unnoticed',
    file: 'src/cli/import-graph.ts',
    text: 'if (to !== undefined) open.push(to)',
    instead: 'if (to === undefined) open.push(url)',
    tests: ['spec/engine/cli/watch.spec.ts'],
    isBuilt: true,
  },
  {
    bug: 'a spec that is loaded again has its old imports',
    file: 'src/cli/load-spec.ts',
    text: 'anew ? freshAddress',
    instead: 'anew && file === path ? freshAddress',
    tests: ['spec/engine/cli/explore-command.spec.ts'],
    isBuilt: true,
  },
  {
    bug: 'the first pattern of paths is taken, not the longest',
    file: 'src/cli/path-aliases.ts',
    text: 'b.head.length - a.head.length',
    instead: '0 * a.head.length',
    tests: ['spec/engine/cli/path-aliases.spec.ts'],
    isBuilt: true,
  },
  {
    bug: 'a configuration comes before the command line',
    file: 'src/cli/configured.ts',
    text: "command.getOptionValueSource(one) === 'cli'",
    instead: "command.getOptionValueSource(one) === 'env'",
    tests: ['spec/engine/cli/config.spec.ts'],
    isBuilt: true,
  },
]
