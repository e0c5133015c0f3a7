/** `npm run bench`: measures Interleave beside SPIN, and writes what it found as Markdown. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { engines } from '../src/search/explore.ts'
import { CountsDiffer } from './comparison.ts'
import { describeComputer } from './computer.ts'
import { checkout, scratchFolder } from './folders.ts'
import { installTools } from './install-tools.ts'
import { families } from './machines.ts'
import { log } from './progress.ts'
import { runCommand } from './run-command.ts'
import { measure, type Plan, parts } from './sections.ts'

interface Options extends Omit<Plan, 'families'> {
  readonly build: boolean
  readonly write?: string
}

const names = families.map(family => family.model.name)

const program = new Command('bench')
  .description('Measures Interleave and SPIN on the same machines. Without arguments: on all of them.')
  .argument('[machines...]', names.join(', '), chosen, [])
  .option('--quick', 'small sizes that take seconds', false)
  .option('--rounds <n>', 'how many times each checker runs each machine', wholeNumber, 3)
  .option('--parts <names>', `some of ${parts.join(',')}`, chosenParts, parts)
  // The engine that the command takes by itself stands first.
  .addOption(new Option('--engine <name>').choices(engines).default(engines[0]))
  .option('--no-build', 'measure the existing build')
  .option(
    '--write <file>',
    'where to write the results (default: bench/results.md for a complete run, else a file in out/bench)',
  )
  .action(run)

try {
  await program.parseAsync()
} catch (error) {
  log(`bench: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = error instanceof CountsDiffer ? 1 : 2
}

async function run(machines: readonly string[], options: Options): Promise<void> {
  installTools()
  // Before anything of ours adds to the load.
  const computer = describeComputer()
  if (options.build) runCommand('npm', ['run', '--silent', 'build'], checkout)
  const chosenFamilies = families.filter(({ model }) => machines.length === 0 || machines.includes(model.name))
  const sections = await measure({ ...options, families: chosenFamilies })
  const text = `# Bench\n\n${computer}\n\n${sections}\n`
  const isWhole = machines.length === 0 && !options.quick && options.parts.length === parts.length
  const file = options.write ?? (isWhole ? join(checkout, 'bench/results.md') : join(scratchFolder(), 'results.md'))
  writeFileSync(file, text)
  process.stdout.write(text)
}

function chosen(name: string, before: readonly string[]): string[] {
  if (!names.includes(name)) throw new InvalidArgumentError(`There are ${names.join(', ')}.`)
  return [...before, name]
}

function chosenParts(text: string): Plan['parts'] {
  const wanted = text.split(',')
  const unknown = wanted.find(name => !parts.some(part => part === name))
  if (unknown !== undefined) throw new InvalidArgumentError(`There is no part '${unknown}'.`)
  return parts.filter(part => wanted.includes(part))
}

function wholeNumber(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It must be a whole number, 1 or more.')
  return number
}
