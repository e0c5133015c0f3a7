/** The sentences about an infinite run held against the run, read back from their text, code in ⟦⟧ and steps in {}. */

import { expect } from 'vitest'
import { showPath } from '../../../../src/base/plain.ts'
import { boundLeft } from '../../../../src/machine/judge.ts'
import type { Machine, State } from '../../../../src/machine/machine.ts'
import { transitionsOf } from '../../../../src/machine/reference.ts'
import { showLabel } from '../../../../src/report/text/show-step.ts'
import { harmless, shorten, showValue } from '../../../../src/report/text/value.ts'
import { type Loop, leadsBack, moverName, type Witness } from '../../../../src/witness/witness.ts'

/** Fails if a sentence says what the run does not show; `valuesIn` gives every part of a state by how its path is written. */
export function checkEndless(
  machine: Machine,
  witness: Witness,
  states: readonly State[],
  sentences: readonly string[],
  valuesIn: (state: State | undefined) => Map<string, unknown>,
): void {
  const loop = witness.loop as Loop
  const [why = '', round = '', ...others] = sentences
  checkWhy(witness, loop, why)
  checkRound(witness, loop, round)
  const held = others.filter(text => /^⟦.* could go on /s.test(text))
  for (const text of held) checkHeldUp(machine, witness, states, loop, text, valuesIn)
  if (others.some(text => text.startsWith('Every process that could go on'))) expect(loop.heldUp, round).toEqual([])
  const missed = others.filter(text => text.includes(' goes round too. '))
  for (const text of missed) checkMissed(machine, witness, states, loop, text)
  const rest = others.filter(text => !held.includes(text) && !missed.includes(text))
  for (const text of rest)
    expect(text).toMatch(
      /^(Every process that could go on in the loop does so\.|So could \d+ others?\.|The run is fair as assumed: .*\.|Nothing is assumed of fairness\.)$/s,
    )
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
    eventually: /^It should become true.*, and never does\.$/,
    leadsTo:
      /^Its premise is true.* (in the initial state|after step \d+), and what that should lead to never comes\.$/,
    infinitelyOften:
      /^It should be true.* again and again; in the (steps that repeat|state where it stays) it never is\.$/,
    eventuallyAlways:
      /^It should stay true.* from some time on; in the (steps that repeat|state where it stays) it is false again and again\.$/,
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

/** Who could go on takes no step of the loop, and could take one in some of its states, or in all. */
function checkHeldUp(
  machine: Machine,
  { steps }: Witness,
  states: readonly State[],
  { from, fairness }: Loop,
  text: string,
  valuesIn: (state: State | undefined) => Map<string, unknown>,
): void {
  const [, name, label, often] =
    /^⟦([^⟦]*)⟧(?: at ⟦([^⟦]*)⟧)? could go on (all the time|again and again), and never does/.exec(text) ?? []
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
