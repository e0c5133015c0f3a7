import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { reporterNames } from '../config/reporter-names.ts'
import { minWidth } from '../report/text/min-width.ts'
import type { AcceptCommandOptions } from './accept-command.ts'
import { type CheckSpecsOptions, checkSpecs } from './check-specs.ts'
import { engineNames, graphFormats, reductions, renderFormats } from './choices.ts'
import { configured } from './configured.ts'
import type { DiffCommandOptions } from './diff-command.ts'
import { exitCodes } from './exit-codes.ts'
import { exitCodesHelp } from './exit-codes-help.ts'
import type { ExploreCommandOptions } from './explore-command.ts'
import type { GraphCommandOptions } from './graph-command.ts'
import { readMemory } from './memory.ts'
import { packageVersion } from './package-version.ts'
import type { RenderOptions } from './render-command.ts'
import { readShard } from './shard.ts'
import { type SimulateFlags, withSimulation } from './simulate-flags.ts'
import type { Terminal } from './terminal.ts'
import type { VerifyOptions } from './verify-command.ts'

/** The command line: the commands and their options. */
export function program(terminal: Terminal, exitWith: (code: number) => void): Command {
  const command = new Command('interleave')
    .description('Explores every interleaving of a concurrent system written in TypeScript, and explains what breaks.')
    .version(packageVersion())
    .showHelpAfterError("(see 'interleave --help')")
    .exitOverride()

  const cli: CommandLine = { program: command, terminal, exitWith }
  for (const add of [addCheck, addVerify, addExplore, addAccept, addDiff, addList, addGraph, addRender, addInit])
    add(cli)
  for (const each of command.commands) refuseTwice(each)
  return command
}

/** What each command is added to, and what it needs when it runs. */
interface CommandLine {
  readonly program: Command
  readonly terminal: Terminal
  readonly exitWith: (code: number) => void
}

function addCheck({ program, terminal, exitWith }: CommandLine): void {
  const command = withLimits(program.command('check'))
    .summary('check specs in one setting, or in all their variants')
    .description(
      'Checks a spec, or several in turn: visits every reachable state until a claim is violated, and explains the violation.',
    )
    .argument('<specs...>', 'TypeScript files whose default export is a model')
    .option('--variant <name>', 'the variant to check (default: the model itself)')
    .option('--all-variants', 'check the model itself and every variant')
    .addOption(setOption())
    .addOption(claimOption())
    .option('--all-claims', 'go on past violations until every claim has its verdict')
    .option('--accept-bounds', 'exit with 0 even if claims hold only within the bounds of the model')
    .option('--json', 'print one JSON object for each setting checked')
    .addOption(reporterOption())
  withSearchOptions(command)
    .option('--watch', 'check again whenever a spec or a file that it imports changes, until Ctrl-C')
    .option('--out <folder>', 'folder for counterexamples', 'out')
    .addHelpText('after', exitCodesHelp('check'))
    .action(async (given: string[], flags: Omit<CheckSpecsOptions, 'simulate'> & SimulateFlags, command: Command) => {
      const { specs, options } = await configured(given, withSimulation(flags), command, terminal)
      exitWith(await checkSpecs(specs, options, terminal))
    })
}

/** How `check` searches, explains and prints. */
function withSearchOptions(command: Command): Command {
  return command
    .option(
      '--audit-every <n>',
      're-expand every <n>th state with the reference engine and compare (default: 100000)',
      wholeNumberFrom(1),
    )
    .option(
      '--witnesses <n>',
      'show up to <n> shortest runs of each violation that really differ (default: 1)',
      wholeNumberFrom(1),
    )
    .option('--no-graph', 'do not explore all states to find where a violation was sealed, nor draw all shortest runs')
    .addOption(noTypesOption())
    .option('--verbose', 'print search statistics on stderr')
    .option('--profile', 'say which steps and which parts of the state the states and the time come from')
    .option('--width <columns>', 'print runs within this many columns, such as 72 for email', wholeNumberFrom(minWidth))
    .addOption(new Option('--engine <name>', 'which engine searches').choices(engineNames))
    .addOption(
      new Option(
        '--reduce <how>',
        'whether to leave out states that others represent (default: auto, by a view or symmetry where the model declares one)',
      ).choices(reductions),
    )
    .addOption(
      new Option(
        '--symmetry <find>',
        'with find, say which instances and components are alike, and what is in the way of the others',
      ).choices(['find']),
    )
    .addOption(ignoreOption())
    .option('--simulate', 'take random runs instead of visiting every state, for models that are too large to search')
    .option('--runs <n>', 'with --simulate, the number of runs (default: 10000)', wholeNumberFrom(1))
    .option('--depth <n>', 'with --simulate, the maximum number of steps of a run (default: 100)', wholeNumberFrom(1))
    .option('--seed <n>', 'with --simulate, the seed of the random runs (default: 1)', wholeNumberFrom(0))
}

function addVerify({ program, terminal, exitWith }: CommandLine): void {
  withLimits(program.command('verify'))
    .summary('check specs against the verdicts that they expect')
    .description(
      'Checks every spec in all its variants, compares the results with those that each spec expects, and writes the verdicts as pages.',
    )
    .argument('[specs...]', specsHelp)
    .addOption(new Option('--engine <name>', 'which engine searches').choices(engineNames))
    .option('--accept-bounds', 'take claims that hold only within the bounds of the model for those expected to hold')
    .option('--json', 'print one JSON object for each setting checked, and a final one with the summary')
    .addOption(reporterOption())
    .option('--graphs', 'explore all states to find where each violation was sealed, and draw all its shortest runs')
    .addOption(noTypesOption())
    .option('--changed', 'take the results of earlier runs where nothing that they depend on has changed')
    .option('--shard <i/n>', 'check only the <i>th of <n> parts of all settings, such as 2/5', readShard)
    .option('--jobs <n>', 'check up to <n> settings in parallel (default: the number of cores)', wholeNumberFrom(1))
    .option('--out <folder>', 'folder for counterexamples, verdicts.html and verdicts.md', 'out')
    .addHelpText('after', exitCodesHelp('verify'))
    .action(async (given: string[], flags: VerifyOptions, command: Command) => {
      const { specs, options } = await configured(given, flags, command, terminal)
      const { verifyCommand } = await import('./verify-command.ts')
      exitWith(await verifyCommand(specs, options, terminal))
    })
}

function addExplore({ program, terminal, exitWith }: CommandLine): void {
  program
    .command('explore')
    .summary('walk through a model by hand, in a page served to this machine only')
    .description(
      'Serves a page on 127.0.0.1 for walking through a model by hand: forwards, backwards, and along branches.',
    )
    .argument('<spec>', 'a TypeScript file whose default export is a model')
    .option('--variant <name>', 'the variant to start with (default: the model itself)')
    .addOption(setOption())
    .option('--witness <file>', 'start at the end of this run, a .json file written by check')
    .addOption(noTypesOption())
    .option('--port <n>', 'port to listen on (default: 4719, or any free port)', wholeNumberFrom(1, 65_535))
    .action(async (file: string, options: ExploreCommandOptions) => {
      const { supervise } = await import('./supervise.ts')
      exitWith(await supervise({ command: 'explore', file, options }, terminal))
    })
}

function addAccept({ program, terminal, exitWith }: CommandLine): void {
  program
    .command('accept')
    .summary('find out whether what logs say is a run of a model')
    .description(
      'Reads logs with one JSON value in each line, of one process or several, and looks for a run of the model that shows all of it.',
    )
    .argument('<spec>', 'a TypeScript file whose default export is a model')
    .argument('<logs...>', 'files in which each line is JSON; each is in order, and several may interleave in any way')
    .requiredOption('--map <file>', 'a TypeScript file whose default export says what an event means in the model')
    .option('--variant <name>', 'the variant of the model (default: the model itself)')
    .addOption(setOption())
    .option('--max-unseen <n>', 'the most steps in a row that no event shows', wholeNumberFrom(0), 20)
    .option('--max-states <n>', 'stop, undecided, at more possibilities than this', wholeNumberFrom(1), 100_000)
    .option('--json', 'print the result as JSON')
    .addOption(noTypesOption())
    .addHelpText('after', exitCodesHelp('accept'))
    .action(async (file: string, logs: string[], options: Omit<AcceptCommandOptions, 'logs'>) => {
      const { supervise } = await import('./supervise.ts')
      exitWith(await supervise({ command: 'accept', file, options: { ...options, logs } }, terminal))
    })
}

function addDiff({ program, terminal, exitWith }: CommandLine): void {
  program
    .command('diff')
    .summary('find out what one model can do and another cannot')
    .description(
      'Compares two models, or two variants of one, in the cells that both have: the shortest run of each whose sequence of values the other cannot show.',
    )
    .argument('<spec>', 'a TypeScript file whose default export is a model')
    .argument('<other>', 'another one, or the same')
    .option('--variant <name>', 'the variant of both (default: the models themselves)')
    .option('--other-variant <name>', "the variant of the other, 'base' for the model itself (default: the same)")
    .addOption(setOption('set a constant of both models, or of the one that has it; may be repeated'))
    .addOption(setOption('set a constant of the other alone; may be repeated', '--other-set'))
    .option('--labels', 'compare where processes are, too')
    .option(
      '--max-states <n>',
      'search at most as many pairs, of a state and what it is compared with',
      wholeNumberFrom(1),
      100_000,
    )
    .option('--json', 'print the result as JSON')
    .addOption(noTypesOption())
    .addHelpText('after', exitCodesHelp('diff'))
    .action(async (file: string, other: string, options: Omit<DiffCommandOptions, 'other'>) => {
      const { supervise } = await import('./supervise.ts')
      exitWith(await supervise({ command: 'diff', file, options: { ...options, other } }, terminal))
    })
}

function addList({ program, terminal, exitWith }: CommandLine): void {
  program
    .command('list')
    .description('Lists specs, including those in folders, with their constants, claims and variants.')
    .argument('[specs...]', specsHelp)
    .action(async (given: string[], flags: object, command: Command) => {
      const { specs } = await configured(given, flags, command, terminal)
      const { listCommand } = await import('./list-command.ts')
      exitWith(await listCommand(specs, terminal))
    })
}

function addGraph({ program, terminal, exitWith }: CommandLine): void {
  program
    .command('graph')
    .summary('write the state graph of a spec, as a picture or for other tools')
    .description(
      'Writes every state and transition of a spec in one setting. It checks nothing: states and transitions that break a claim are marked.',
    )
    .argument('<spec>', 'a TypeScript file whose default export is a model')
    .option('--variant <name>', 'the variant to write (default: the model itself)')
    .addOption(setOption())
    .addOption(new Option('--format <format>', 'output format').choices(graphFormats).default('svg'))
    .option(
      '--cluster <how>',
      'in dot, svg and mermaid, how to group states: none, places, counts, depth, or names of processes and shared cells, such as rm,tm (default: auto, none where the graph is small)',
    )
    .option('--max-states <n>', 'write only the first <n> states (default: 100000; for jsonl: all)', wholeNumberFrom(1))
    .addOption(noTypesOption())
    .option('--out <file>', 'file to write (default: standard output; for svg a file in the folder out)')
    .action(async (file: string, options: GraphCommandOptions) => {
      const { supervise } = await import('./supervise.ts')
      exitWith(await supervise({ command: 'graph', file, options }, terminal))
    })
}

function addRender({ program, terminal, exitWith }: CommandLine): void {
  program
    .command('render')
    .description('Prints a counterexample saved by an earlier check, as a page, a picture or text.')
    .argument('<witness>', 'a .json file written by check')
    .addOption(new Option('--format <format>', 'output format').choices(renderFormats).default('text'))
    .option('--width <columns>', 'print text within this many columns, such as 72 for email', wholeNumberFrom(minWidth))
    .action(async (file: string, options: RenderOptions) => {
      const { renderCommand } = await import('./render-command.ts')
      exitWith(renderCommand(file, options, terminal))
    })
}

function addInit({ program, terminal, exitWith }: CommandLine): void {
  program
    .command('init')
    .summary('write an example, its test and a configuration into this folder')
    .description(
      'Writes a lock with its claim, a test for vitest, interleave.config.ts and scripts. It asks nothing and overwrites nothing.',
    )
    .action(async () => {
      const { initCommand } = await import('./init-command.ts')
      exitWith(initCommand(terminal))
    })
}

const specsHelp =
  "spec files, folders of them, or patterns such as 'src/**/*.model.ts' (default: those of interleave.config.ts, or the folder spec)"

/** What commander cannot parse is a usage error; help and version are not errors. Undefined for any other error. */
export function exitCodeOfParsing(error: unknown): number | undefined {
  if (!(error instanceof CommanderError)) return undefined
  return error.exitCode === 0 ? exitCodes.allHold : exitCodes.usage
}

/** Options that accumulate. */
const repeatable = ['set', 'other-set', 'reporter', 'ignore', 'claim']

/** Giving an option twice would silently lose one value, unless it accumulates. */
function refuseTwice(command: Command): void {
  for (const option of command.options) {
    if (repeatable.includes(option.name())) continue
    let isGiven = false
    command.on(`option:${option.name()}`, () => {
      if (isGiven) command.error(`error: option '${option.flags}' is given twice. Give it once.`)
      isGiven = true
    })
  }
}

/** Limits of each setting that is checked. */
function withLimits(command: Command): Command {
  return command
    .option('--max-states <n>', 'stop after storing <n> states', wholeNumberFrom(1))
    .option('--max-depth <n>', 'do not search deeper than <n> transitions', wholeNumberFrom(0))
    .option('--max-seconds <s>', 'stop after <s> seconds', positiveNumber)
    .option(
      '--max-memory <amount>',
      'stop before states take more memory than this, such as 8G (default: most of the free memory)',
      readMemory,
    )
}

function setOption(meaning = 'set a constant of the model; may be repeated', flag = '--set'): Option {
  return new Option(`${flag} <name=value>`, meaning).argParser(collect).default([], 'none')
}

function claimOption(): Option {
  return new Option('--claim <name>', 'judge this claim alone, and that no step throws; may be repeated')
    .argParser(collect)
    .default([], 'all')
}

function ignoreOption(): Option {
  return new Option(
    '--ignore <cell>',
    'count states as one that differ only in this part of the shared state, or in a local (worker.seen); may be repeated',
  )
    .argParser(collect)
    .default([], 'none')
}

function reporterOption(): Option {
  return new Option(
    '--reporter <name[=file]>',
    `how to report: ${reporterNames.join(', ')}; with '=file', into that file; may be repeated`,
  )
    .argParser(collect)
    .default([], 'text')
}

function noTypesOption(): Option {
  return new Option('--no-types', 'do not check the types of the spec and its imports')
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value]
}

/** Parsers of numbers in options; their messages state the rule. */
function positiveNumber(text: string): number {
  const number = readNumber(text)
  if (!(number > 0)) throw new InvalidArgumentError('It must be a number above 0.')
  return number
}

function wholeNumberFrom(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const upTo = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`
  return text => {
    const number = readNumber(text)
    if (Number.isInteger(number) && number >= least && number <= most) return number
    throw new InvalidArgumentError(`It must be a whole number ${upTo}.`)
  }
}

/** NaN for infinite numbers and for blanks. */
function readNumber(text: string): number {
  const number = text.trim() === '' ? Number.NaN : Number(text)
  return Number.isFinite(number) ? number : Number.NaN
}
