/** Claims about whole runs beside SPIN: the same machine, the same formula, weak fairness of every process. */

import { writeFileSync } from 'node:fs'
import { scratchFolder } from './folders.ts'
import { command, nodeBytes, settingsOf } from './interleave.ts'
import { diningPhilosophers, filterLock, leaderRing, type MachineInBoth, qrcu } from './machines.ts'
import { type Measured, runMeasured } from './measured-process.ts'
import { log } from './progress.ts'
import { runCommand } from './run-command.ts'
import { rough, table, whole } from './show.ts'
import { specOf } from './spec-of.ts'
import { medianOf } from './spread.ts'

interface EndlessClaim {
  readonly machine: MachineInBoth
  /** In words. */
  readonly claim: string
  /** The call that makes it, of our model. */
  readonly ours: string
  readonly ltl: string
}

const fair = (process: string): string => `{ fair: { weak: ['${process}'] } }`

const claims = (isQuick: boolean): EndlessClaim[] => [
  {
    machine: diningPhilosophers(isQuick ? 9 : 12, { maxDepth: 20_000_000, hashBits: isQuick ? 17 : 22 }),
    claim: 'some philosopher eats again and again',
    ours: `.infinitelyOften('claim', s => s.philosopher.some(p => p.pc === 'put back second'), ${fair('philosopher')})`,
    ltl: `[] <> (${Array.from({ length: isQuick ? 9 : 12 }, (_, i) => `philosopher[${i}]@eat`).join(' || ')})`,
  },
  {
    machine: diningPhilosophers(isQuick ? 9 : 12, { maxDepth: 20_000_000, hashBits: isQuick ? 17 : 22 }),
    claim: 'philosopher 1 eats again and again',
    ours: `.infinitelyOften('claim', s => s.philosopher[1]?.pc === 'put back second', ${fair('philosopher')})`,
    ltl: '[] <> (philosopher[1]@eat)',
  },
  {
    machine: filterLock(isQuick ? 3 : 4, { maxDepth: 20_000_000, hashBits: 20 }),
    claim: 'process 0 gets in again and again',
    ours: `.infinitelyOften('claim', s => s.process[0]?.pc === 'critical', ${fair('process')})`,
    ltl: '[] <> (process[0]@critical)',
  },
  {
    machine: qrcu(isQuick ? 1 : 2, 2, { maxDepth: 20_000_000, hashBits: 22 }),
    claim: 'the mutex is free again and again',
    ours: `.infinitelyOften('claim', s => s.mutex === null, { fair: { weak: ['reader', 'updater'] } })`,
    ltl: '[] <> (mutex == 0)',
  },
  {
    machine: leaderRing(isQuick ? '3 1 5 2 6 4' : '3 1 5 2 6 4 10 7 9 8', { maxDepth: 20_000_000, hashBits: 22 }),
    claim: 'a leader is elected',
    ours: `.eventually('claim', s => s.leaders === 1, ${fair('node')})`,
    ltl: '<> (leaders == 1)',
  },
]

interface Measurement {
  readonly of: EndlessClaim
  readonly states: number
  readonly verdict: string
  readonly safety: readonly Measured[]
  readonly ours: readonly Measured[]
  readonly spin: readonly Measured[]
}

/** Measures all of them in turn. Throws where the two say otherwise. */
export async function measureEndlessRuns(isQuick: boolean, rounds: number): Promise<Measurement[]> {
  const measured: Measurement[] = []
  for (const one of claims(isQuick)) measured.push(await measure(one, rounds))
  return measured
}

async function measure(of: EndlessClaim, rounds: number): Promise<Measurement> {
  const { machine, claim } = of
  const pan = compile(of)
  const { name } = machine.model
  const [bare, measured] = [
    specOf(machine.model, name),
    specOf(machine.model, `${name}-asked-${of.ltl.length}`, of.ours),
  ]
  const safety: Measured[] = []
  const ours: Measured[] = []
  const spin: Measured[] = []
  let found = { states: 0, verdict: '' }
  for (let round = 0; round < rounds; round++) {
    safety.push(await check(machine, bare))
    const our = await check(machine, measured)
    ours.push(our)
    found = readOurs(our)
    const options = `-a -f -m${machine.spin.maxDepth} -w${machine.spin.hashBits}`
    // It leaves a trail where it runs.
    const its = await runMeasured('sh', ['-c', `cd '${pan}' && exec ./pan ${options}`])
    spin.push(its)
    const isViolated = /errors: [1-9]/.test(its.stdout)
    if (isViolated !== (found.verdict === 'violated'))
      throw new Error(`${machine.title}, ${claim}: ${found.verdict}, and SPIN says\n${its.stdout}${its.stderr}`)
    log(`${machine.title}, ${claim}: ${rough(our.processorSeconds)} s, SPIN ${rough(its.processorSeconds)} s`)
  }
  return { of, ...found, safety, ours, spin }
}

function check({ constants }: MachineInBoth, spec: string): Promise<Measured> {
  const out = ['--out', scratchFolder('counterexamples')]
  return runMeasured(process.execPath, [
    command,
    'check',
    spec,
    ...settingsOf(constants),
    '--json',
    '--no-types',
    ...out,
  ])
}

function readOurs({ stdout, stderr }: Measured): { states: number; verdict: string } {
  const { census, claims: judged } = JSON.parse(stdout) as {
    readonly census: { readonly states: number }
    readonly claims: readonly { readonly name: string; readonly verdict: string }[]
  }
  const verdict = judged.find(({ name }) => name === 'claim')?.verdict
  if (verdict === undefined) throw new Error(`no verdict:\n${stdout}${stderr}`)
  return { states: census.states, verdict }
}

/** With a liveness check, and as many fair processes as there are. Says in which folder. */
function compile({ machine, ltl }: EndlessClaim): string {
  const folder = scratchFolder('spin', `${machine.title}-${ltl.length}`.replaceAll(/\W+/g, '-'))
  writeFileSync(`${folder}/model.pml`, `${machine.promela}\nltl claim { ${ltl} }\n`)
  runCommand('spin', ['-a', '-o1', '-o2', '-o3', 'model.pml'], folder)
  runCommand('gcc', ['-O2', '-DNOREDUCE', '-DNFAIR=5', '-DMEMLIM=20000', '-o', 'pan', 'pan.c'], folder)
  return folder
}

/** Worst first, beside SPIN. */
export function endlessRunsTable(measured: readonly Measurement[]): string {
  const head = [
    'machine',
    'claim',
    'states',
    'verdict',
    'safety s',
    'with the claim s',
    'times',
    'SPIN s',
    'SPIN, times',
    'bytes/state',
  ]
  const seconds = (runs: readonly Measured[]): number => medianOf(runs, run => run.processorSeconds)
  const rows = measured.map(({ of, states, verdict, safety, ours, spin }) => {
    const [bare, our, its] = [seconds(safety), seconds(ours), seconds(spin)]
    const bytes = Math.max(0, medianOf(ours, run => run.peakBytes) - nodeBytes) / states
    const cells = [
      of.machine.title,
      of.claim,
      whole(states),
      verdict,
      rough(bare),
      rough(our),
      rough(our / bare),
      rough(its),
    ]
    return { times: its / our, cells: [...cells, rough(its / our), rough(bytes)] }
  })
  return table(
    head,
    rows.sort((a, b) => a.times - b.times).map(({ cells }) => cells),
  )
}
