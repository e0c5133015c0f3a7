/** What SPIN says of the formulas of a program, held against both engines. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isInstalled } from '../../../bench/install-tools.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { exploreRuns } from '../../../src/temporal/explore-runs.ts'
import { type SpinProgram, toModel, toPromela } from './spin-programs.ts'

/** Claims that hold and that are violated, by name. */
type Verdicts = { readonly [claim: string]: 'holds' | 'violated' }

/** Compilers of SPIN's verifiers, the fastest first: each verifier runs for milliseconds. */
const compilers = [
  { command: 'tcc', options: [] },
  { command: 'gcc', options: ['-O0'] },
] as const

/**
 * Throws an error that says what differs; returns the verdicts on which all agree, and undefined where SPIN gives none: it can take
 * hours to make an automaton of a formula.
 */
export async function compareWithSpin(program: SpinProgram): Promise<Verdicts | undefined> {
  const [reference, footprint] = await Promise.all([judgedHere(program, 'reference'), judgedHere(program, 'footprint')])
  const spin = judgedBySpin(program, reference['no deadlock'] === 'holds')
  if (spin === undefined) return undefined
  for (const [engine, ours] of Object.entries({ reference, footprint })) {
    for (const [claim, verdict] of Object.entries(spin)) {
      if (ours[claim] !== verdict)
        throw new Error(`'${claim}': SPIN says ${verdict}, the ${engine} engine ${ours[claim]}\n${toPromela(program)}`)
    }
  }
  return spin
}

async function judgedHere(program: SpinProgram, engine: 'reference' | 'footprint'): Promise<Verdicts> {
  const { claims } = await exploreRuns(instantiate(toModel(program)), { engine, allClaims: true })
  return Object.fromEntries(claims.map(({ name, verdict }) => [name, verdict])) as Verdicts
}

/**
 * Without partial-order reduction, which does not go with SPIN's fairness in every case. With fairness only where no state
 * is a deadlock, since SPIN 6.5 then overlooks that a run which has ended stays where it is, as it does without fairness.
 */
function judgedBySpin(program: SpinProgram, isFair: boolean): Verdicts | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'interleave-spin-'))
  const compiler = compilers.find(({ command }) => isInstalled(command)) ?? compilers[1]
  const run = (command: string, args: readonly string[]): string =>
    execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 30_000 })
  try {
    writeFileSync(join(folder, 'model.pml'), toPromela(program))
    run('spin', ['-a', 'model.pml'])
    run(compiler.command, [...compiler.options, '-w', '-DNOREDUCE', '-o', 'pan', 'pan.c'])
    return Object.fromEntries(
      program.formulas.flatMap((_, i) => [
        [`f${i}`, verdictIn(run('./pan', ['-a', '-m10000', '-w16', '-N', `f${i}`]))],
        ...(isFair ? [[`f${i}, fair`, verdictIn(run('./pan', ['-a', '-f', '-m10000', '-w16', '-N', `f${i}`]))]] : []),
      ]),
    )
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ETIMEDOUT') return undefined
    throw error
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A search that is cut finds violations all the same, and none of them is no proof. */
function verdictIn(output: string): 'holds' | 'violated' {
  const errors = Number(/errors: (\d+)/.exec(output)?.[1])
  if (errors > 0) return 'violated'
  if (errors === 0 && !/max search depth too small/.test(output)) return 'holds'
  throw new Error(`SPIN did not finish:\n${output}`)
}
