/**
 * `npx tsx bench/untuned/run.ts [machines...]`: measures Interleave beside SPIN on machines that nobody tuned for, by the
 * command as the README gives it, and prints a table with the worst ratio first. Build before.
 */

import { describeComputer } from '../computer.ts'
import { installTools } from '../install-tools.ts'
import { log } from '../progress.ts'
import { untuned } from './machines.ts'
import { measureUntuned } from './measure.ts'
import { type Untuned, untunedTable } from './ratios.ts'

const rounds = 3

const names = process.argv.slice(2)
const unknown = names.find(name => !untuned.some(machine => machine.name === name))
if (unknown !== undefined) {
  log(`There is no machine '${unknown}'. There are ${untuned.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}

installTools()
const computer = describeComputer()
const measured: Untuned[] = []
for (const machine of untuned) {
  if (names.length === 0 || names.includes(machine.name)) measured.push(await measureUntuned(machine, rounds))
}
process.stdout.write(`${computer}\n\n${untunedTable(measured)}\n`)
