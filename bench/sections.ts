/** The results, part by part: each part is measured and becomes a section with its table and notes. */

import { allClaimsTable, measureAllClaims, smallModelsInWords } from './all-claims.ts'
import { type Comparison, compare, comparisonTable, compileTable } from './comparison.ts'
import { costCurveTable, measureCostCurve } from './cost-curve.ts'
import { endlessRunsTable, measureEndlessRuns } from './endless-runs.ts'
import type { Family } from './machines.ts'
import { kernelModelsTable, measureKernelModels, medianSaved } from './reductions/kernel-models.ts'
import { measureOrbits, orbitsTable } from './reductions/orbits.ts'
import { exponents, measureOrders, ordersTable } from './reductions/orders.ts'
import { measureReferenceRatio, type ReferenceRatio, referenceRatioTable } from './reference-ratio.ts'
import { rough } from './show.ts'
import { measureStartUp, startUpTable } from './start-up.ts'
import { measureTwoPhaseCommit, twoPhaseCommitTable } from './two-phase-commit.ts'

export const parts = [
  'spin',
  'endless-runs',
  'all-claims',
  'reductions',
  'two-phase-commit',
  'curve',
  'reference',
  'start-up',
] as const

export interface Plan {
  readonly families: readonly Family[]
  readonly parts: readonly (typeof parts)[number][]
  readonly quick: boolean
  readonly rounds: number
  readonly engine: string
}

/** Measures the parts of the plan one after the other, and returns them as Markdown. */
export async function measure(plan: Plan): Promise<string> {
  const sections: string[] = []
  for (const part of plan.parts) sections.push(await measurers[part](plan))
  return sections.join('\n\n')
}

const measurers: { readonly [part in (typeof parts)[number]]: (plan: Plan) => Promise<string> } = {
  spin: async ({ families, quick, rounds, engine }) => {
    const comparisons: Comparison[] = []
    for (const machine of families.flatMap(family => (quick ? family.quick : family.full))) {
      comparisons.push(await compare(machine, engine, rounds))
    }
    return section('Compared with SPIN', [
      howMeasured(rounds, engine),
      comparisonTable(comparisons),
      `SPIN's checker was compiled with \`spin -a -o1 -o2 -o3\` and \`gcc -O2 -DSAFETY -DNOREDUCE\`:`,
      compileTable(comparisons),
    ])
  },

  'endless-runs': async ({ quick, rounds }) =>
    section('Claims about whole runs', [
      `Processor seconds of whole processes, in turn, medians of ${rounds}; worst compared with SPIN first. \`check --no-types\` on the bare model and with one claim under weak fairness of every process; SPIN by \`spin -a -o1 -o2 -o3\`, \`gcc -O2 -DNOREDUCE -DNFAIR=5\`, \`pan -a -f\`, which ends at the first violation.`,
      endlessRunsTable(await measureEndlessRuns(quick, rounds)),
    ]),

  'all-claims': async ({ quick, rounds }) => {
    const measured = await measureAllClaims(quick, rounds)
    return section('All claims of a model', [
      `Processor seconds, medians of ${rounds}; worst first. \`check --no-types --no-graph --all-claims\` with all claims but those about endless runs (safety) and with all of them, under the fairness that each states. The search alone is the whole process without that of a check that stops at its first state. Memory is what the peak with all claims is above that of the safety check.`,
      allClaimsTable(measured),
      smallModelsInWords(measured),
    ])
  },

  reductions: async ({ quick }) => {
    const orbits = await measureOrbits(quick)
    const orders = await measureOrders(quick)
    const kernel = await measureKernelModels(quick)
    const { all, reduced, spin } = exponents(orders)
    return section('Fewer states', [
      'Processor seconds of whole processes, one run each. Orbits by `check --no-types --reduce symmetry`, beside rumur with one thread (`gcc -O2`), which takes one of several representatives where its heuristic leaves several; the least is the number of all states by the number of permutations.',
      orbitsTable(orbits),
      'Fewer orders of steps by `--reduce order`, beside SPIN with its own partial order reduction (`spin -a`, `gcc -O2 -DSAFETY`; channels of the ring with `xr` and `xs`).',
      ordersTable(orders),
      `With each further philosopher the number of states grows by the factor e^${rough(all)}, by order e^${rough(reduced)}: the exponent is ${rough(reduced / all)} of the other one (SPIN: ${rough(spin / all)}).`,
      `Models of the kernel in their own setting, with all claims: the median is ${rough(medianSaved(kernel))} times fewer states by order.`,
      kernelModelsTable(kernel),
    ])
  },

  'two-phase-commit': async ({ quick, rounds, engine }) => {
    const found = await measureTwoPhaseCommit(quick ? 'quick' : 'full', engine, rounds)
    return section('Two-phase commit', [
      found === undefined
        ? 'Not measured: the model does not exist.'
        : `The counts equal those of TLC on the same machine.\n\n${twoPhaseCommitTable(found)}`,
    ])
  },

  curve: async ({ quick, engine }) => {
    const points = await measureCostCurve(quick ? 'quick' : 'full', engine)
    return section('What a state costs', [
      `One run each. Seconds are those of the search alone, since start-up would dominate the cost of small machines.`,
      costCurveTable(points),
    ])
  },

  reference: async ({ families, engine }) => {
    const ratios: ReferenceRatio[] = []
    // The reference engine is not for millions of states.
    for (const machine of families.flatMap(family => family.quick)) {
      ratios.push(await measureReferenceRatio(machine, engine))
    }
    return section('Compared with the reference engine', [
      `One run each, engine '${engine}' and the reference.`,
      referenceRatioTable(ratios),
    ])
  },

  'start-up': async ({ engine, rounds }) => {
    const startUp = await measureStartUp(engine, Math.max(5, 3 * rounds))
    return section('Start-up', [
      `Where the time of \`${startUp.title}\` goes (medians, by subtraction):`,
      startUpTable(startUp),
    ])
  },
}

function howMeasured(rounds: number, engine: string): string {
  return [
    `The two ran alternately, ${rounds === 1 ? 'once' : `${rounds} times`} each; figures are medians, with minimum and maximum in brackets.`,
    'Both checked for deadlocks and failed assertions, and found the same states and transitions (SPIN also counts entering the initial state as a transition; this is subtracted).',
    `Seconds are of the whole process: for Interleave (engine '${engine}') including the start of Node and the loading of our modules and of the model's TypeScript, for SPIN without compiling its checker. Processor seconds are the sum over all threads; on a computer with other load they are the fairer measure.`,
    'Peak memory is the resident memory of the process; for Interleave, the 50 MB that Node itself needs are subtracted.',
    "Recipe runs count how often the search called a step as its author wrote it ('?': the command does not report it).",
  ].join('\n')
}

function section(title: string, paragraphs: readonly string[]): string {
  return [`## ${title}`, ...paragraphs].join('\n\n')
}
