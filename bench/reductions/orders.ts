/** Fewer orders of steps: how they grow with a model, beside all states and beside SPIN's partial order reduction. */

import { writeFileSync } from 'node:fs'
import { scratchFolder } from '../folders.ts'
import { diningPhilosophers, leaderRing, type MachineInBoth } from '../machines.ts'
import { runMeasured } from '../measured-process.ts'
import { log } from '../progress.ts'
import { runCommand } from '../run-command.ts'
import { rough, table, whole } from '../show.ts'
import { checkReduced } from './reduced-check.ts'

export interface Ordered {
  readonly title: string
  /** How many processes there are. */
  readonly size: number
  readonly all: number
  readonly reduced: number
  /** States of SPIN with partial order reduction, with `xr` and `xs` where there are channels. */
  readonly spin: number
  readonly times: number
}

const noLimit = { maxDepth: 20_000_000, hashBits: 20 }

const machines = (isQuick: boolean): readonly (readonly [number, MachineInBoth])[] => [
  ...(isQuick ? [4, 5, 6] : [4, 5, 6, 7, 8, 9, 10]).map(n => [n, diningPhilosophers(n, noLimit)] as const),
  ...['3 1 5 2 6 4', ...(isQuick ? [] : ['3 1 5 2 6 4 8 7'])].map(
    numbers => [numbers.split(' ').length, leaderRing(numbers, noLimit)] as const,
  ),
]

export async function measureOrders(isQuick: boolean): Promise<Ordered[]> {
  const measured: Ordered[] = []
  for (const [size, machine] of machines(isQuick)) {
    const all = await checkReduced(machine, 'none')
    const reduced = await checkReduced(machine, 'order')
    const spin = await reducedBySpin(machine)
    const times = reduced.processorSeconds / all.processorSeconds
    log(`${machine.title}: ${whole(all.states)} states, ${whole(reduced.states)} by order, ${whole(spin)} by SPIN`)
    measured.push({ title: machine.title, size, all: all.states, reduced: reduced.states, spin, times })
  }
  return measured
}

/** With statement merging and all that SPIN does by itself, since it is to be at its best. */
async function reducedBySpin({ title, promela, spin }: MachineInBoth): Promise<number> {
  const folder = scratchFolder('spin', `reduced-${title}`.replaceAll(/\W+/g, '-'))
  writeFileSync(`${folder}/model.pml`, withExclusiveChannels(promela))
  runCommand('spin', ['-a', 'model.pml'], folder)
  runCommand('gcc', ['-O2', '-DSAFETY', '-DMEMLIM=8000', '-o', 'pan', 'pan.c'], folder)
  const { stdout, stderr } = await runMeasured(`${folder}/pan`, [`-m${spin.maxDepth}`, `-w${spin.hashBits}`])
  const states = /(\d+) states, stored/.exec(stdout)?.[1]
  if (states === undefined || !stdout.includes('errors: 0') || stdout.includes('NOREDUCE'))
    throw new Error(`SPIN failed:\n${stdout}${stderr}`)
  return Number(states)
}

/** The channels of the ring as parameters of its nodes, which alone receive from them and send to them. */
export function withExclusiveChannels(promela: string): string {
  if (!promela.includes('chan q[N]')) return promela
  return `${promela
    .replace('active [N] proctype node() {', 'proctype node(byte me; chan inp; chan out) {\n  xr inp; xs out;')
    .replaceAll('q[(_pid + 1) % N]', 'out')
    .replaceAll('q[_pid]', 'inp')
    .replaceAll('_pid', 'me')}
init { atomic { byte i = 0; do :: i < N -> run node(i, q[i], q[(i + 1) % N]); i++ :: else -> break od } }
`
}

/** The exponents with which the numbers of states grow with the number of philosophers: all, and by order. */
export function exponents(measured: readonly Ordered[]): { all: number; reduced: number; spin: number } {
  const sizes = measured.filter(({ title }) => title.includes('philosophers'))
  const [first, last] = [sizes[0] as Ordered, sizes.at(-1) as Ordered]
  const by = (of: (one: Ordered) => number): number => Math.log(of(last) / of(first)) / (last.size - first.size)
  return { all: by(({ all }) => all), reduced: by(({ reduced }) => reduced), spin: by(({ spin }) => spin) }
}

export function ordersTable(measured: readonly Ordered[]): string {
  const head = ['machine', 'all states', 'by order', 'all by reduced', 'SPIN, reduced', "by SPIN's", 's by s without']
  return table(
    head,
    measured.map(({ title, all, reduced, spin, times }) => [
      title,
      whole(all),
      whole(reduced),
      rough(all / reduced),
      whole(spin),
      rough(reduced / spin),
      rough(times),
    ]),
  )
}
