/**
 * `npm run bench [case ...]`: Interleave and SPIN in turn on the same machines, into `bench/results.md`.
 *
 * Interleave is measured from process start to exit, SPIN without generating and compiling its verifier. Processor time
 * is given beside the time on the clock, since the machine may have other things to do.
 */

import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Case, cases } from './cases.ts'
import { type Run, run } from './child.ts'
import { installSpin, runSpin, type SpinRun } from './spin.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
/** What Node needs before anything is searched. */
const nodeBytes = 50e6

interface Effort {
  readonly recipeRuns: number
  readonly relayouts: number
  readonly kernels: number
  readonly wordsPerState: number
}

interface Measured extends Run {
  readonly census: { readonly states: number; readonly transitions: number; readonly depth: number }
  readonly searchSeconds: number
  readonly effort: Effort | undefined
}

async function measure(name: string, engine: string, states?: number): Promise<Measured> {
  const script = join(root, 'out', 'build', 'bench', 'measure.js')
  const limit = states === undefined ? [] : [String(states)]
  const done = await run('node', [script, name, engine, ...limit], root)
  const { census, seconds, effort } = JSON.parse(done.output)
  return { ...done, census, searchSeconds: seconds, effort }
}

async function compare(one: Case): Promise<string> {
  const ours = await measure(one.name, 'footprint')
  check(one, 'Interleave', ours.census.states, ours.census.transitions)
  const { spin } = one
  if (spin === undefined) return row(one, ours, undefined)
  const file = join(root, 'bench', 'promela', `${spin.file}.pml`)
  const theirs = await runSpin(file, spin, join(root, 'out', 'spin', spin.file))
  check(one, 'SPIN', theirs.states, theirs.transitions - 1)
  return row(one, ours, theirs)
}

function check(one: Case, who: string, states: number, transitions: number): void {
  // SPIN rounds what has more than eight digits.
  const isSame = (a: number, b: number): boolean => Math.abs(a - b) <= (b < 1e8 ? 0 : b / 1e7)
  if (isSame(states, one.states) && isSame(transitions, one.transitions)) return
  throw new Error(`${one.name}: ${who} found ${states} states and ${transitions} transitions`)
}

function row(one: Case, ours: Measured, theirs: SpinRun | undefined): string {
  const rate = (n: number, seconds: number): string => `${(n / seconds / 1e6).toFixed(2)} M`
  const bytes = (run: Run, less: number): string => ((run.peakBytes - less) / one.states).toFixed(1)
  const cells = [
    one.name,
    one.states.toLocaleString('en'),
    `${ours.seconds.toFixed(2)} (${ours.cpuSeconds.toFixed(2)})`,
    rate(one.states, ours.seconds),
    rate(one.transitions, ours.seconds),
    bytes(ours, nodeBytes),
    ours.effort?.recipeRuns.toLocaleString('en') ?? '',
    theirs === undefined ? '' : `${theirs.seconds.toFixed(2)} (${theirs.cpuSeconds.toFixed(2)})`,
    theirs === undefined ? '' : rate(one.states, theirs.seconds),
    theirs === undefined ? '' : bytes(theirs, 0),
    theirs === undefined
      ? ''
      : `${(theirs.seconds / ours.seconds).toFixed(2)} (${(theirs.cpuSeconds / ours.cpuSeconds).toFixed(2)})`,
  ]
  return `| ${cells.join(' | ')} |`
}

/** Cost of a state as searches grow, and what the reference engine needs. */
async function curve(): Promise<string[]> {
  const rows: string[] = []
  for (const states of [1e5, 1e6, 1e7, 5e7]) {
    const { census, searchSeconds, cpuSeconds } = await measure('QRCU 3x2', 'footprint', states)
    const each = (seconds: number): string => ((1e9 * seconds) / census.states).toFixed(0)
    rows.push(`| ${census.states.toLocaleString('en')} | ${each(searchSeconds)} | ${each(cpuSeconds)} |`)
    console.log(rows.at(-1))
  }
  return rows
}

async function againstReference(): Promise<string> {
  const states = 50_000
  const slow = await measure('QRCU 3x2', 'reference', states)
  const fast = await measure('QRCU 3x2', 'footprint', 5e7)
  const ratio = slow.searchSeconds / slow.census.states / (fast.searchSeconds / fast.census.states)
  const each = (m: Measured): string => `${((1e9 * m.searchSeconds) / m.census.states).toFixed(0)} ns`
  return `The reference engine takes ${each(slow)} a state (first ${states.toLocaleString('en')} states of QRCU 3x2), the footprint engine ${each(fast)} (first 50,000,000): ${ratio.toFixed(0)} times as long.`
}

const columns = [
  'machine',
  'states',
  'ours: s (cpu)',
  'states/s',
  'transitions/s',
  'bytes/state',
  'recipe runs',
  'SPIN: s (cpu)',
  'states/s',
  'bytes/state',
  'SPIN/ours (cpu)',
]

function write(rows: readonly string[], more: readonly string[]): void {
  const lines = [
    '# Bench',
    '',
    `Written by \`npm run bench\` on ${cpus().length} cores of ${cpus()[0]?.model.trim()}, ${(totalmem() / 1e9).toFixed(0)} GB, Node ${process.version}.`,
    'Both checkers use one core. Interleave: from process start to exit, loading and generating code included. SPIN 6.5: the run of `pan` alone.',
    'Processor time in brackets. Bytes a state: peak memory, less 50 MB for Node itself; for SPIN all of it.',
    `Load of the machine at the end: ${loadavg()[0]?.toFixed(1)}; where it is above 1, go by the processor times.`,
    '',
    `| ${columns.join(' | ')} |`,
    `|${columns.map(() => '---').join('|')}|`,
    ...rows,
    ...more,
    '',
  ]
  writeFileSync(join(root, 'bench', 'results.md'), lines.join('\n'))
}

const wanted = process.argv.slice(2)
installSpin()
execFileSync('npx', ['tsc', '-p', root], { stdio: 'inherit' })
const rows: string[] = []
for (const one of cases.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  rows.push(await compare(one))
  console.log(rows.at(-1))
  if (wanted.length === 0) write(rows, [])
}
if (wanted.length === 0) {
  const head = ['', '## Cost of a state as the search grows (QRCU 3x2)', '']
  const table = [
    '| states | ns a state | ns of processor a state, start included |',
    '|---|---|---|',
    ...(await curve()),
  ]
  write(rows, [...head, ...table, '', await againstReference()])
}
