/** The sentences about an infinite run held against the run, read back from their text, code in ⟦⟧ and steps in {}. */

import { expect } from 'vitest'
import { showPath } from '../../../../../src/base/plain.ts'
import type { TemporalClaim } from '../../../../../src/language/claims.ts'
import { endlessRun, isTrueOf } from '../../../../../src/machine/endless-run.ts'
import { boundLeft } from '../../../../../src/machine/judge.ts'
import type { Machine, State } from '../../../../../src/machine/machine.ts'
import { type Transition, transitionsOf } from '../../../../../src/machine/reference.ts'
import { inAnyCase } from '../../../../../src/report/outcome/fairness-text.ts'
import { showLabel } from '../../../../../src/report/text/show-step.ts'
import { harmless, shorten, showValue } from '../../../../../src/report/text/value.ts'
import { takenAlike } from '../../../../../src/witness/replay.ts'
import { type Loop, leadsBack, moverName, statesOf, type Witness } from '../../../../../src/witness/witness.ts'
import { checkFruitlessLook } from './fruitless-look.ts'
import { checkLack, isLack } from './lacks.ts'
import { checkStanding } from './standing.ts'

/** What the sentences are held against. */
interface Reported {
  readonly machine: Machine
  readonly witness: Witness
  readonly states: readonly State[]
  /** Every part of a state by how its path is written. */
  readonly valuesIn: (state: State | undefined) => Map<string, unknown>
  /** Checks a sentence about a wait at the end of the run. */
  readonly checkWait: (machine: Machine, witness: Witness, states: readonly State[], text: string) => void
}

/** Fails if a sentence says what the run does not show: first what keeps it from its goal, then its loop, and what follows. */
export function checkEndless(reported: Reported, sentences: readonly string[]): void {
  const { machine, witness, states, valuesIn } = reported
  const loop = witness.loop as Loop
  const turn = sentences.findIndex(text => /^(?:Steps? .* repeats? forever: |No step is possible )/s.test(text))
  expect(turn, 'it says what repeats').toBeGreaterThanOrEqual(0)
  const [causes, round, why, rest] = [
    sentences.slice(0, turn),
    sentences[turn]!,
    sentences[turn + 1]!,
    sentences.slice(turn + 2),
  ]
  for (const text of causes) {
    if (isLack(text)) checkLack(machine, witness, states, text)
    else if (/^⟦.* could go on /s.test(text)) checkHeldUp(machine, witness, states, loop, text, valuesIn)
    else if (text.includes(' each time') && text.includes(' left it')) checkStanding(witness, text)
    else if (text.endsWith(', and changes nothing.')) checkFruitlessLook(witness, states, text)
    else if (text.includes(' goes round too. ')) checkMissed(machine, witness, states, loop, text)
    else if (/ would make the claim true(, but | after step | in the initial state)/.test(text))
      checkGoal(reported, loop, text)
    else if (text.includes(' makes it false each time')) checkSpoilt(reported, loop, text)
    else if (/^So could \d+ others?\.$/.test(text)) expect(loop.heldUp.length, text).toBeGreaterThan(4)
    else checkWaitInLoop(reported, loop, text)
  }
  checkRound(witness, loop, round)
  checkWhy(witness, loop, why)
  if (rest.some(text => text.startsWith('Every process that could go on'))) expect(loop.heldUp, round).toEqual([])
  for (const text of rest)
    expect(text).toMatch(
      /^(Every process that could go on in the loop does so\.|The run is fair as assumed: .*\.|Nothing is assumed of fairness\.|The claim .*\.)$/s,
    )
  for (const text of rest.filter(text => text.startsWith('The claim ')))
    expect([text, loop.holdsIf]).toEqual([`The claim is ${inAnyCase}.`, []])
}

/** `the same schedule, repeated, keeps the claim`: where it goes round under the other constant, the claim is true of it. */
export function expectKeptRepeated(turned: Machine, witness: Witness, first: State): void {
  const { loop, steps, me } = witness
  const claim = turned.claims.find(({ name }) => name === witness.claim.name) as TemporalClaim
  const states = [first]
  const transitions: Transition[] = []
  const starts: number[] = []
  const follow = (planned: Witness['steps']): void => {
    for (const step of planned) {
      const mover = turned.movers.findIndex(({ name }) => name === moverName(step))
      const transition = takenAlike(turned, states.at(-1)!, { mover, script: step.script })
      if (transition?.effect.kind !== 'state') continue
      transitions.push(transition)
      states.push(transition.effect.state)
    }
  }
  follow(steps.slice(0, loop!.from))
  const startOf = (): number => starts.find(k => showValue(states[k]) === showValue(states.at(-1))) ?? -1
  for (let from = startOf(); from < 0; from = startOf()) {
    starts.push(transitions.length)
    expect(starts.length, 'it goes round').toBeLessThan(100)
    follow(steps.slice(loop!.from))
  }
  expect(isTrueOf(endlessRun(turned, states, transitions, startOf()), claim, me), 'it keeps the claim').toBe(true)
}

/** The step that is taken finds what it says, and would make the claim true at the other moment. */
function checkGoal({ machine, witness, states, valuesIn }: Reported, loop: Loop, text: string): void {
  const { goal, fairness } = loop
  const short =
    /^⟦([^⟦]*)⟧ would make the claim true (in the initial state|after step \d+), but (?:nothing|no fairness|no assumption of fairness) obliges it to be taken then: it is taken at another moment \(\{(\d+)\}\)\.$/.exec(
      text,
    )
  const long =
    /^⟦([^⟦]*)⟧ .*?\(\{(\d+)\}\); (in the initial state|after step \d+), (?:it|another choice there) would make the claim true, but (?:nothing|no fairness|no assumption of fairness) obliges it to be taken then\.$/s.exec(
      text,
    )
  const [, name, number, when] = short === null ? (long ?? []) : [short[0], short[1], short[3], short[2]]
  expect(goal, text).toBeDefined()
  const { process, instance, step, at, taken = -1 } = goal!
  expect(
    [moverName(goal!), process].map(one => one && harmless(one)),
    text,
  ).toContain(name)
  expect([Number(number) - 1, Number(/\d+/.exec(when ?? '')?.[0] ?? 0)], text).toEqual([taken, at])
  expect(at, text).toBeGreaterThanOrEqual(loop.from)
  expect(taken, text).toBeGreaterThanOrEqual(loop.from)
  const run = witness.steps[taken]!
  expect([run.process, run.instance, run.step], text).toEqual([process, instance, step])
  const mover = machine.movers.findIndex(
    one => one.process === process && (process === null ? one.name === step : one.instance === instance),
  )
  const possible = transitionsOf(machine, states[at] as State, mover)
  expect(
    possible.some(one => one.step === step),
    `${text}: it is enabled there`,
  ).toBe(true)
  const isHopeless = loop.holdsIf?.length === 0
  expect(text.includes('no assumption of fairness'), text).toBe(fairness.length > 0 && !isHopeless)
  expect(text.includes('but no fairness obliges'), text).toBe(isHopeless)
  const found = text.slice(0, text.indexOf(';')).matchAll(/(its )?⟦([^⟦]*)⟧ = ⟦([^⟦]*)⟧/g)
  for (const [, its, cell, value] of found) {
    const path = its === undefined ? cell! : `${showPath([process ?? '', instance])}.${cell}`
    const [then, otherwise] = [taken, at].map(k => showValue(valuesIn(states[k]).get(path)))
    expect(shorten(then!, 60), text).toBe(value)
    expect(otherwise, `${text}: it is otherwise at the other moment`).not.toBe(then)
  }
}

function checkSpoilt({ witness: { steps } }: Reported, { spoilt, form }: Loop, text: string): void {
  const [, name, number] = /^⟦([^⟦]*)⟧ makes it false each time(?: in ⟦[^⟦]*⟧)? \(\{(\d+)\}\)\.$/.exec(text) ?? []
  expect(form, text).toBe('eventuallyAlways')
  expect(Number(number) - 1, text).toBe(spoilt)
  const step = steps[spoilt!]!
  expect(
    [moverName(step), step.process].map(one => one && harmless(one)),
    text,
  ).toContain(name)
}

/** A process that waits cannot move in any state of the loop; a cell that is reported to change takes these values there. */
function checkWaitInLoop(
  { machine, witness, states, valuesIn, checkWait }: Reported,
  { from }: Loop,
  text: string,
): void {
  checkWait(machine, witness, states, text)
  const [, name, label] = /^⟦([^⟦]*)⟧ waits in ⟦([^⟦]*)⟧/.exec(text) ?? []
  if (name === undefined) {
    expect(text).toMatch(/^(?:Each waits|So do \d+ more|Behind that, |Likewise, |At rest, )/)
    return
  }
  const movers = machine.movers.flatMap((mover, index) =>
    [mover.name, mover.process].map(one => one && harmless(one)).includes(name) ? [index] : [],
  )
  const round = states.slice(from)
  const isStuck = (mover: number): boolean => round.every(state => transitionsOf(machine, state, mover).length === 0)
  expect(movers.some(isStuck), `${text}: it can't move in ${label}`).toBe(true)
  const [, its, cell, changes = ''] =
    /; in the loop (its )?[^⟦]*⟦([^⟦]*)⟧(?: \(bookkeeping\))? goes to (.*)\.$/s.exec(text) ?? []
  if (cell === undefined || its !== undefined) return
  const reported = [...changes.matchAll(/⟦([^⟦]*)⟧ \(\{(\d+)\}\)/g)]
  expect(reported.length, text).toBeGreaterThan(0)
  for (const [, value, number] of reported) {
    const state = states[Number(number)]
    const actual = valuesIn(state).get(cell)
    if (typeof actual === 'number') expect(showValue(actual), text).toBe(value)
    expect(Number(number), text).toBeGreaterThan(from)
  }
}

function checkWhy(witness: Witness, loop: Loop, text: string): void {
  const { refined, from } = loop
  if (refined?.breaks !== undefined) {
    const { strength, of } = refined.breaks
    const [, broken, often, where] =
      /^Seen as .*, the run breaks the (.*): such a step is possible (.*) in the (.*), and never taken\.$/.exec(text) ??
      []
    expect(broken?.startsWith(`${strength} fairness of ${of}`), text).toBe(true)
    expect(often, text).toBe(strength === 'weak' ? 'all the time' : 'again and again')
    expect(where, text).toBe(from < witness.steps.length ? 'steps that repeat' : 'state where it stays')
    return
  }
  const [, first = '', rest = ''] = /^Seen as .*?: (.)(.*)$/s.exec(text) ?? []
  checkFalse(witness, loop, refined === undefined ? text : `${first.toUpperCase()}${rest}`)
}

function checkFalse({ steps }: Witness, { form, since, from }: Loop, text: string): void {
  const forms: Record<Loop['form'], RegExp> = {
    eventually: /^What the claim asks for should become true.*, and never does\.$/,
    leadsTo:
      /^What the claim asks to follow from the (initial state|state after step \d+)(, with .* at .*,)? never comes\.$/,
    infinitelyOften:
      /^What the claim asks for should be true.* again and again; in the (steps that repeat|state where it stays) it never is\.$/,
    eventuallyAlways:
      /^What the claim asks for should stay true.* from some time on; in the (steps that repeat|state where it stays) it is false again and again\.$/,
    temporal: /^The formula is false.* of this run\.$/,
  }
  expect(text).toMatch(forms[form])
  const [, number] = /after step (\d+)/.exec(text) ?? []
  if (form === 'leadsTo') expect(Number(number ?? 0), text).toBe(since ?? 0)
  if (text.includes('in the steps that repeat')) expect(from, text).toBeLessThan(steps.length)
  if (text.includes('in the state where it stays')) expect(from, text).toBe(steps.length)
}

/** `Steps 3 to 5 repeat forever: worker 1 takes ⟦lock⟧ ({3}), then ...`, or that no step is possible at the end. */
function checkRound(witness: Witness, { from }: Loop, text: string): void {
  const { steps } = witness
  if (!leadsBack(witness)) {
    expect(text).toBe(
      `No step is possible ${steps.length === 0 ? 'in the initial state' : `after step ${steps.length}`}: so it stays forever.`,
    )
    return
  }
  const [, first, last = first] = /^Steps? (\d+)(?: to (\d+))? repeats? forever: /.exec(text) ?? []
  expect([Number(first), Number(last)], text).toEqual([from + 1, steps.length])
  if (/⟧ (?:adds ⟦|takes ⟦[^⟦]*⟧ out of |sets )/.test(text)) {
    checkRoundChanges(witness, from, text)
    return
  }
  for (const [, label, number] of text.matchAll(/⟦([^⟦]*)⟧ \(\{(\d+)\}\)/g)) {
    const step = steps[Number(number) - 1]!
    expect(
      [showLabel(step), moverName(step)].map(name => shorten(name, 60)),
      text,
    ).toContain(label)
  }
  const numbers = [...text.matchAll(/\{(\d+)\}/g)].map(([, number]) => Number(number))
  if (numbers.length > 0) expect(numbers, text).toEqual(steps.slice(from).map((_, i) => from + i + 1))
  for (const [, name, times] of text.matchAll(/⟦([^⟦]*)⟧ takes (\d+) of them/g)) {
    const taken = steps
      .slice(from)
      .filter(step => [moverName(step), step.process ?? showLabel(step)].includes(name as string))
    expect(taken.length, text).toBe(Number(times))
  }
}

/** `after step 2, x adds ⟦0⟧ to ⟦queue⟧ ({3}), y sets ⟦n⟧ to ⟦1⟧ ({4}), and so on`: in the order in which they come. */
function checkRoundChanges(witness: Witness, from: number, text: string): void {
  const { steps, loop } = witness
  const states = statesOf(witness)
  const start = Number(/forever: after step (\d+), /.exec(text)?.[1] ?? from)
  if (start > from) expect(start, text).toBe(loop?.since)
  const length = steps.length - from
  const clauses = text.slice(text.indexOf('forever: ')).split(/(?<=\(\{\d+\}\)), /)
  const reported = clauses.filter(clause => clause.includes('({'))
  const numbers = reported.map(clause => Number(/\(\{(\d+)\}\)/.exec(clause)?.[1]))
  const turns = numbers.map(number => (number - 1 - start + length) % length)
  expect(
    turns.toSorted((a, b) => a - b),
    text,
  ).toEqual(turns)
  for (const [i, clause] of reported.entries()) {
    const k = (numbers[i] as number) - 1
    expect(k, text).toBeGreaterThanOrEqual(from)
    const count = (state: State | undefined, cell: string, value: string): number =>
      ((pathValue(state, cell) as unknown[] | undefined) ?? []).filter(one => shorten(showValue(one), 60) === value)
        .length
    for (const [, verb, value, , cell] of clause.matchAll(/(adds|takes) ⟦([^⟦]*)⟧ (to|out of) (?:[^⟦]*\()?⟦([^⟦]*)⟧/g))
      expect(count(states[k + 1], cell!, value!) - count(states[k], cell!, value!), clause).toBe(
        verb === 'adds' ? 1 : -1,
      )
    for (const [, cell, first] of clause.matchAll(
      /out of (?:[^⟦]*\()?⟦([^⟦]*)⟧[^⟦]* before ⟦([^⟦]*)⟧, which came earlier/g,
    ))
      expect(
        [states[k], states[k + 1]].map(state => showValue((pathValue(state, cell!) as unknown[])[0])),
        clause,
      ).toEqual([first, first])
    for (const [, cell, value] of clause.matchAll(/sets (?:[^⟦]*\()?⟦([^⟦]*)⟧\)? to ⟦([^⟦]*)⟧/g)) {
      const after = pathValue(states[k + 1], cell!)
      if (typeof after === 'number') expect(showValue(after), clause).toBe(value)
    }
  }
}

/** The part of a state whose path is written so. */
function pathValue(state: State | undefined, cell: string): unknown {
  const keys = cell.split(/[.[\]]+/).filter(key => key !== '')
  return keys.reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], state)
}

/** Who could go on takes no step of the loop, and could take one in some of its states, or in all. */
function checkHeldUp(
  machine: Machine,
  { steps }: Witness,
  states: readonly State[],
  { from, fairness, goal }: Loop,
  text: string,
  valuesIn: (state: State | undefined) => Map<string, unknown>,
): void {
  const [, name, label, often, would] =
    /^⟦([^⟦]*)⟧(?: at ⟦([^⟦]*)⟧)? could go on (all the time|again and again)(, which would make the claim true)?, and never does/.exec(
      text,
    ) ?? []
  const mover = machine.movers.findIndex(one => harmless(one.name) === name)
  expect(mover, text).toBeGreaterThanOrEqual(0)
  const { process, instance } = machine.movers[mover]!
  const round = steps.slice(from)
  expect(
    round.filter(step => moverName(step) === machine.movers[mover]!.name),
    text,
  ).toEqual([])
  const looped = states.slice(from, Math.max(steps.length, from + 1))
  const isEnabled = (state: State) =>
    boundLeft(machine, state) === undefined && transitionsOf(machine, state, mover).length > 0
  const enabled = looped.filter(isEnabled).length
  if (often === 'all the time') expect(enabled, text).toBe(looped.length)
  else {
    expect(enabled, text).toBeGreaterThan(0)
    expect(enabled, text).toBeLessThan(looped.length)
  }
  if (process !== null)
    expect(showValue((looped[0] as Record<string, { pc: string }[]>)[process]?.[instance]?.pc), text).toBe(label)
  expect(would !== undefined, text).toBe(goal !== undefined && moverName(goal) === name)
  expect(text.includes('the fairness assumed does not oblige it to'), text).toBe(fairness.length > 0)
  const [, cell, value] = /in between it waits, since ⟦(.*?) = ([^⟦]*)⟧/.exec(text) ?? []
  if (cell === undefined) return
  const own = process === null ? '' : `${showPath([process, instance])}.`
  const values = looped.flatMap(state => [cell, `${own}${cell}`].map(path => valuesIn(state).get(path)))
  const shown = values.map(one => shorten(one === undefined ? '' : showValue(one), 60))
  if (valuesIn(states[0]).has(cell)) expect(shown, text).toContain(value)
}

/** The step would lead there at that moment, and does not where it is taken. */
function checkMissed(
  machine: Machine,
  { me, steps }: Witness,
  states: readonly State[],
  { from }: Loop,
  text: string,
): void {
  const [, name, step, to, when] =
    /^⟦([^⟦]*)⟧ goes round too\. ⟦([^⟦]*)⟧ would lead on to (.*?) (in the initial state|after step \d+), but it is taken only when it does not \(\{\d+\}\): /.exec(
      text,
    ) ?? []
  const mover = machine.movers.findIndex(one => harmless(one.name) === name)
  expect([machine.movers[mover]?.process, machine.movers[mover]?.instance], text).toEqual([me?.process, me?.instance])
  const at = Number(/\d+/.exec(when ?? '')?.[0] ?? 0)
  expect(at, text).toBeGreaterThanOrEqual(from)
  const leadsThere = (state: State): boolean =>
    transitionsOf(machine, state, mover).some(
      ({ step: label, effect }) =>
        showValue(label) === step &&
        effect.kind === 'state' &&
        showValue((effect.state as Record<string, { pc: string }[]>)[me!.process]?.[me!.instance]?.pc) === to,
    )
  expect(leadsThere(states[at] as State), text).toBe(true)
  const taken = steps.flatMap((one, k) =>
    k >= from && moverName(one) === name && showValue(one.step) === step ? [k] : [],
  )
  expect(taken.length, text).toBeGreaterThan(0)
  for (const k of taken) expect(leadsThere(states[k] as State), text).toBe(false)
}
