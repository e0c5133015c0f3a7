import { isAboutRuns } from '../../language/claims.ts'
import type { Growing } from '../../outcome/growing.ts'
import type { ClaimOutcome, Outcome, StopReason, Verdict } from '../../outcome/outcome.ts'
import { isFailure, isHeld, isOpen } from '../../outcome/outcome.ts'
import type { Simulation } from '../../outcome/simulation.ts'
import { count } from '../text/count.ts'
import type { Paint } from '../text/paint.ts'
import { harmless, showName } from '../text/value.ts'
import { columnsOf, pad } from '../text/wrap.ts'
import { caveatLines, restsOn } from './caveats.ts'
import { fairIf, fairnessAdvice, idleText } from './fairness-text.ts'
import { simulationLines } from './simulation-lines.ts'

const marks: Record<Verdict, string> = {
  holds: '✓',
  'holds within': '✓',
  witnessed: '✓',
  violated: '✗',
  never: '✗',
  'not found': '?',
  unknown: '?',
}

const stops: Record<StopReason, string> = {
  exhausted: 'every reachable state visited',
  violation: 'stopped at a violation (--all-claims decides the other claims, too)',
  'state limit': 'stopped at the state limit',
  'depth limit': 'stopped at the depth limit',
  'time limit': 'stopped at the time limit',
  'memory limit': 'stopped at the memory limit',
  interrupted: 'interrupted',
  'runs taken': 'random runs, which prove nothing',
}

/** What the assumption that names make no difference rests on. */
const comparisons = {
  all: 'steps and claims were compared under all names in every orbit',
  sample:
    'steps and claims were compared under other names in a sample of orbits only, since there are too many of them',
} as const

/** The most columns to which short names are padded to align with a long one. */
const longestPadded = 80

/** The outcome of a check for people: a line for each claim, the census, and warnings about vacuous results. */
export function outcomeToText(outcome: Outcome, paint: Paint): string {
  return [
    paint('bold', headline(outcome)),
    '',
    ...claimLines(outcome, paint),
    '',
    ...restsOnLines(outcome),
    censusLine(outcome),
    ...reductionLines(outcome),
    ...simulationLines(outcome, paint),
    ...boundLines(outcome, paint),
    ...neverRanLines(outcome, paint),
    ...outcome.warnings.map(warning => paint('yellow', `  ${warning}. Is it misspelt?`)),
    ...idleLines(outcome, paint),
    ...growingLines(outcome, paint),
  ].join('\n')
}

/** The machine that was checked: `qrcu, variant 'no re-summation' (readers 1, updaters 2)`. */
export function headline({ model, variant, constants }: Pick<Outcome, 'model' | 'variant' | 'constants'>): string {
  const settings = Object.entries(constants).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  const named = variant === null ? showName(model) : `${showName(model)}, variant '${harmless(variant)}'`
  return settings.length === 0 ? named : `${named} (${harmless(settings.join(', '))})`
}

function claimLines({ claims, simulation }: Outcome, paint: Paint): string[] {
  const names = claims.map(({ name }) => showName(name))
  const width = Math.min(longestPadded, Math.max(...names.map(columnsOf)))
  const widest = Math.max(9, ...claims.map(({ verdict }) => verdict.length))
  return claims.flatMap((claim, i) => {
    const verdict = `${marks[claim.verdict]} ${claim.verdict.padEnd(widest)}`
    const advice = fairnessAdvice(claim)
    return [
      `  ${paint(colourOf(claim), verdict)}  ${pad(names[i] as string, width)}  ${detailOf(claim, simulation)}`.trimEnd(),
      ...(advice === undefined ? [] : [paint('yellow', `  ${' '.repeat(columnsOf(verdict))}  ${advice}`)]),
    ]
  })
}

function restsOnLines(outcome: Outcome): string[] {
  if (!outcome.claims.some(({ verdict }) => isHeld(verdict))) return []
  return caveatLines([{ caveat: restsOn(outcome) }]).flatMap(line => [`  ${line}`, ''])
}

function detailOf(claim: ClaimOutcome, simulation: Simulation | undefined): string {
  const { verdict, steps, loop, mayBeShorter, vacuous, fairness = [] } = claim
  if (steps !== undefined) return `in ${stepsText({ steps, loop })}${mayBeShorter ? '; a shorter run may exist' : ''}`
  if (simulation !== undefined) return coverage(claim, simulation)
  if (vacuous !== undefined) return harmless(vacuous)
  return isHeld(verdict) && fairness.length > 0 ? fairIf(fairness) : ''
}

function coverage(claim: ClaimOutcome, { runs }: Simulation): string {
  if (isAboutRuns(claim)) return 'not judged by random runs'
  return claim.verdict === 'not found' ? `in ${count(runs, 'run')}` : ''
}

/** `7 steps`, `7 steps, the last 2 forever`. */
export function stepsText({ steps, loop }: { readonly steps: number; readonly loop?: number | undefined }): string {
  const all = `${steps} ${steps === 1 ? 'step' : 'steps'}`
  if (loop === undefined) return all
  return loop === 0 ? `${all}, then none forever` : `${all}, the last ${loop === 1 ? 'one' : loop} forever`
}

function colourOf(claim: ClaimOutcome): 'red' | 'yellow' | 'green' {
  if (isFailure(claim.verdict)) return 'red'
  return isOpen(claim.verdict) || claim.verdict === 'holds within' || claim.vacuous !== undefined ? 'yellow' : 'green'
}

/** `4 states, 3 transitions, depth 3; every reachable state visited; 0.02 s, footprint engine`. */
export function censusLine(outcome: Outcome): string {
  const { census, stop, seconds, engine, simulation, reduction } = outcome
  if (simulation !== undefined) {
    const met = `${count(census.states, 'state')} met, ${count(census.transitions, 'step')} taken, the longest run ${census.depth}`
    return `  ${met}; ${stops[stop]}; ${seconds.toFixed(seconds < 10 ? 2 : 0)} s`
  }
  const states = count(census.states, reduction?.by === 'symmetry' ? 'orbit' : 'state')
  const counts = `${states}, ${count(census.transitions, 'transition')}, depth ${census.depth}`
  return `  ${counts}; ${stop === 'exhausted' ? whatWasVisited(outcome) : stops[stop]}; ${seconds.toFixed(seconds < 10 ? 2 : 0)} s, ${engine} engine`
}

/** All of what there was to visit. */
function whatWasVisited({ reduction, bounds }: Outcome): string {
  if (bounds !== undefined) return 'every state that is reached within the bounds visited'
  if (reduction?.by === 'order') return 'every reachable state that the claims need visited'
  return reduction?.by === 'view' ? 'every reachable state visited that the view tells apart' : stops.exhausted
}

function reductionLines({ reduction, stop }: Outcome): string[] {
  if (reduction === undefined) return []
  if (reduction.by === 'none') return [`  not reduced: ${harmless(reduction.why)}`]
  if (reduction.by === 'order')
    return [`  fewer orders of steps: ${count(reduction.leftOut, 'transition')} left out, whose turn comes later`]
  if (reduction.by === 'view')
    return [
      `  by view: ${count(reduction.merged, 'transition')} led to a state that counts as another, ${count(reduction.compared, 'pair')} compared`,
      ...(reduction.unused
        ? ["  symmetry is not used beside a view; '--reduce symmetry' uses it in place of the view"]
        : []),
    ]
  const { of, states, unused, compared } = reduction
  // What a search has found by then may not be all of an orbit's kind.
  const standing = states === undefined || stop !== 'exhausted' ? '' : `, and stand for ${count(states, 'state')}`
  return [
    `  orbits are states that differ by the names of ${harmless(of.join(', '))} alone${standing}`,
    `  ${comparisons[compared]}`,
    ...(unused ? ["  the view is not used beside symmetry; '--reduce view' uses it in place of symmetry"] : []),
  ]
}

function boundLines({ bounds = [] }: Outcome, paint: Paint): string[] {
  return bounds.map(({ name, states }) => {
    const lie = `${count(states, 'state')} ${states === 1 ? 'lies' : 'lie'}`
    return paint('yellow', `  ${lie} outside '${harmless(name)}', and what comes after is not known`)
  })
}

function neverRanLines({ neverRan }: Outcome, paint: Paint): string[] {
  if (neverRan.length === 0) return []
  return [
    paint('yellow', `  never ran: ${neverRan.map(harmless).join(', ')}. Claims about these steps hold vacuously.`),
  ]
}

function idleLines({ idleFairness = [] }: Outcome, paint: Paint): string[] {
  return idleFairness.length === 0 ? [] : [paint('yellow', `  ${idleText(idleFairness)}`)]
}

function growingLines({ growing = [] }: Outcome, paint: Paint): string[] {
  return growing.map(cell => paint('yellow', `  ${growingText(cell)}`))
}

/** `x has had 72,701 values, new ones at each of the last 350 levels: is it bounded?` */
export function growingText({ cell, values, levels, longest }: Growing): string {
  const list = longest === undefined ? '' : `, the longest a list of ${count(longest, 'item')}`
  return `${cell} has had ${count(values, 'value')}${list}, new ones at each of the last ${count(levels, 'level')}: is it bounded?`
}

/** The statistics of a search: runs of recipes, changes of layout, memory. */
export function effortToText({ effort, census, engine }: Outcome): string {
  if (effort === undefined) return `${engine} engine: no statistics`
  const { recipeRuns, relayouts, kernels, bytes, wordsPerState, withoutCode } = effort
  const each = census.states === 0 ? 0 : bytes / census.states
  return [
    `${engine} engine: ${count(recipeRuns, 'recipe run')} for ${count(census.transitions, 'transition')}`,
    `${count(relayouts, 'change')} of layout, code generated ${count(kernels, 'time')}`,
    `${count(wordsPerState, 'word')} per state, ${Math.round(bytes / 2 ** 20)} MB in all (${each.toFixed(1)} bytes per state)`,
    ...(withoutCode === undefined ? [] : [`code could not be generated: ${withoutCode}`]),
  ].join('; ')
}
