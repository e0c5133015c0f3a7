/** Sentences about what would keep a claim, held against the same schedule under another constant. */

import { expect } from 'vitest'
import { partAt, showPath } from '../../../../../src/base/plain.ts'
import type { Machine, State } from '../../../../../src/machine/machine.ts'
import { attempt, type Effect, successors } from '../../../../../src/machine/reference.ts'
import { harmless, shorten, showName, showValue } from '../../../../../src/report/text/value.ts'
import { claimAtEnd } from '../../../../../src/witness/claim-at-end.ts'
import { confirmNoReturn } from '../../../../../src/witness/confirm-runs.ts'
import { takenAlike } from '../../../../../src/witness/replay.ts'
import type { Witness, WitnessStep } from '../../../../../src/witness/witness.ts'
import { expectKeptRepeated } from './loop.ts'
import { expectShown, isOfRules, moverOf, pcPath, valuesIn } from './shown.ts'

/** `With c = v, label (3) would have gone on to there, and the same schedule keeps the claim.` */
export function checkWayOut(machine: Machine, witness: Witness, states: readonly State[], text: string): void {
  const [, name, value] =
    /^With ⟦(\S*) = ([^⟦]*)⟧/.exec(text) ?? /since ⟦(\S*) = .*; with ⟦([^⟦]*)⟧ it would/.exec(text) ?? []
  const hinge = witness.hinges?.find(
    one => showName(one.constant) === name && shorten(showValue(one.value), 40) === value,
  )
  expect(hinge, text).toBeDefined()
  const turned = machine.under({ [hinge!.constant]: hinge!.value })
  const claim = machine.claims.find(one => one.name === witness.claim.name)!
  let state =
    turned.initialStates[machine.initialStates.findIndex(one => showValue(one) === showValue(witness.initial))] ??
    turned.initialStates[0]!
  expect(claimAtEnd(turned, claim, { states: [state], last: undefined, isLast: false }), text).not.toBe('false')
  let held: number | undefined
  const [later = '', laterNumber] = /, so ⟦[^⟦]*⟧ \(\{(\d+)\}\) would have found .*/.exec(text) ?? []
  for (const [k, step] of witness.steps.entries()) {
    const last = takenAlike(turned, state, { mover: moverOf(turned, step), script: step.script })
    if (k === Number(laterNumber) - 1) checkDiverted(witness, k, [state, last?.effect], later)
    const isThere = step.process === null || partAt(state, [step.process, step.instance, 'pc']) === step.step
    if (last === undefined && isThere) held ??= k
    if (last === undefined) continue
    const next = last.effect.kind === 'state' ? last.effect.state : state
    expect(claimAtEnd(turned, claim, { states: [state, next], last, isLast: false }), text).not.toBe('false')
    state = next
  }
  if (text.includes(', and after the same schedule some run leads there'))
    expect(claim.kind === 'canAlways' && confirmNoReturn(turned, claim, state, witness.me), text).toBe(false)
  if (text.includes('repeated, keeps the claim')) expectKeptRepeated(turned, witness, turned.initialStates[0]!)
  if (/could not go (?:round|as it does)/.test(text)) expectOtherwise(turned, witness, states, text)
  // `, so label (3) would have waited`: in the same schedule under the other constant it can't be taken.
  const waits = /, so ⟦[^⟦]*⟧ \(\{(\d+)\}\) would have (?:found .* and )?waited/.exec(text)?.[1]
  if (waits !== undefined) expect(held, text).toBe(Number(waits) - 1)
  checkGoesOn(turned, states.at(-1) as State, state, text)
  checkBegins(turned, text)
  const number = /\(\{(\d+)\}/.exec(text)?.[1]
  if (number === undefined) return
  const k = Number(number) - 1
  const { transition } = attempt(
    turned,
    states[k] as State,
    moverOf(turned, witness.steps[k]!),
    witness.steps[k]!.script,
  )
  const now = text.replace(/, so ⟦.*/, '')
  checkFinds(witness, k, states[k] as State, now)
  if (/would have (?:found .*)?waited, and/.test(text) && !text.includes(', so '))
    expect(transition, text).toBeUndefined()
  if (text.includes(' would not have done that')) checkNotDone(witness, states, k, transition?.effect, text)
  if (transition?.effect.kind === 'state') checkChanged(witness, k, transition.effect.state, text)
  checkLeads(witness, k, transition?.effect, now)
}

/** `, so label (3) would have found x = 1 and gone on to there` (or `and waited`): in the same schedule under the other constant it does. */
function checkDiverted(witness: Witness, k: number, [state, effect]: [State, Effect | undefined], text: string): void {
  expect(effect?.kind, text).toBe(/ and waited(?:,|\.|$)/.test(text) ? undefined : 'state')
  checkFinds(witness, k, state, text)
  checkLeads(witness, k, effect, text)
}

function checkFinds(witness: Witness, k: number, state: State, text: string): void {
  const { process, instance } = witness.steps[k]!
  for (const [, its, cell, value] of text.matchAll(
    /(?:have found |, | and )(its )?[^⟦⟧,]*⟦([^⟦]*)⟧(?:\)|, bookkeeping\)| \(bookkeeping\))? = ⟦([^⟦]*)⟧(?=, | and )/g,
  )) {
    const own = its === undefined ? '' : `${showPath([process!, instance])}.`
    expectShown(witness, cell, valuesIn(state).get(`${own}${cell}`), value, text)
  }
}

function checkLeads({ steps }: Witness, k: number, effect: Effect | undefined, text: string): void {
  const to = /(?:have|and) (?:gone on|led back) to ⟦([^⟦]*)⟧/.exec(text)?.[1]
  const { process, instance } = steps[k]!
  if (to !== undefined && effect?.kind === 'state')
    expect(harmless(String(partAt(effect.state, [process!, instance, 'pc']))), text).toBe(to)
}

/** Under the other constant the step breaks no rule that it does break. */
function checkNotDone(
  witness: Witness,
  states: readonly State[],
  k: number,
  effect: Effect | undefined,
  text: string,
): void {
  const rulesIn = (state: State | undefined): unknown[] =>
    [...valuesIn(state)].flatMap(([path, list]) => (isOfRules(witness, path) ? (list as unknown[]) : []))
  const otherwise = effect?.kind === 'state' ? rulesIn(effect.state) : []
  expect(otherwise, text).toEqual(rulesIn(states[k]))
  expect(rulesIn(states[k + 1]).length, text).toBeGreaterThan(otherwise.length)
}

/** Whether the step that a sentence names leads elsewhere under another constant, or is not possible. */
function expectOtherwise(turned: Machine, witness: Witness, states: readonly State[], text: string): void {
  const number = /\(\{(\d+)\}/.exec(text)?.[1]
  if (number === undefined) return
  const k = Number(number) - 1
  const step = witness.steps[k]!
  const { transition } = attempt(turned, states[k] as State, moverOf(turned, step), step.script)
  const after = transition?.effect.kind === 'state' ? transition.effect.state : undefined
  expect(showValue(after), text).not.toBe(showValue(states[k + 1]))
}

/** `would have set x to 1, not 2, and left y at 0`: what the step would have left. */
export function checkChanged(witness: Witness, k: number, after: State, text: string): void {
  const { process, instance } = witness.steps[k] as WitnessStep
  const clause = text.slice(text.indexOf(' would have ')).replace(/, so ⟦.*/, '')
  for (const [, its, cell, value] of clause.matchAll(
    /(?:set|left) (its )?[^⟦]*⟦([^⟦]*)⟧(?:\)|, bookkeeping\)| \(bookkeeping\))? (?:to|at) ⟦([^⟦]*)⟧/g,
  )) {
    const own = its === undefined ? '' : `${showPath([process ?? '', instance])}.`
    expectShown(witness, cell, valuesIn(after).get(`${own}${cell}`), value, text)
  }
}

/** `after the same schedule x can go on`: some run leads from there to where it is elsewhere than at the end of the run. */
function checkGoesOn(machine: Machine, end: State, after: State, text: string): void {
  const name = /, and after the same schedule (.*) can go on\.$/.exec(text)?.[1]
  if (name === undefined) return
  const path = pcPath(machine, name)
  const label = valuesIn(end).get(path)
  const found = [after]
  const seen = new Set([showValue(after)])
  for (const state of found) {
    if (valuesIn(state).get(path) !== label) return
    for (const { effect } of successors(machine, state)) {
      if (effect.kind !== 'state' || seen.has(showValue(effect.state)) || found.length > 5000) continue
      seen.add(showValue(effect.state))
      found.push(effect.state)
    }
  }
  expect.fail(`${text}: no run leads on`)
}

/** `it would have begun with x = 1`: as some initial state does. */
function checkBegins(machine: Machine, text: string): void {
  if (!text.includes('would have begun with ')) return
  const begun = text.slice(text.indexOf('would have begun with '))
  for (const [, cell, value] of begun.matchAll(/⟦([^⟦]*)⟧(?:\)|, bookkeeping\)| \(bookkeeping\))? = ⟦([^⟦]*)⟧/g)) {
    const shown = machine.initialStates.map(state => shorten(showValue(valuesIn(state).get(cell as string)), 60))
    expect(shown, text).toContain(value)
  }
}
