/** Sentences about another order of the steps, held against the model: the steps are taken again in the order that they name. */

import { expect } from 'vitest'
import { partAt } from '../../../../../src/base/plain.ts'
import type { Machine, State } from '../../../../../src/machine/machine.ts'
import { successors } from '../../../../../src/machine/reference.ts'
import { showLabel } from '../../../../../src/report/text/show-step.ts'
import { harmless, showName } from '../../../../../src/report/text/value.ts'
import { claimAtEnd } from '../../../../../src/witness/claim-at-end.ts'
import { confirmNoReturn } from '../../../../../src/witness/confirm-runs.ts'
import { takenAlike } from '../../../../../src/witness/replay.ts'
import { moverName, type Witness, type WitnessStep } from '../../../../../src/witness/witness.ts'
import { moverOf } from './shown.ts'

export function isInOtherOrder(text: string): boolean {
  return /^Had .* (?:come between|come only after|taken ⟦[^⟧]*⟧ before) /.test(text)
}

export function checkInOtherOrder(machine: Machine, witness: Witness, text: string): void {
  const [first, last] = [...text.matchAll(/\{(\d+)\}/g)].map(([, number]) => Number(number) - 1) as [number, number]
  checkNamed(witness, text)
  const { steps } = witness
  const named = /^Had ⟦([^⟧]*)⟧ taken ⟦([^⟧]*)⟧ before /.exec(text)
  if (named !== null) {
    checkKept(machine, witness, text, stepsBefore(machine, witness, first, named), () => true)
    return
  }
  const isOfFirst = (k: number): boolean => moverName(steps[k]!) === moverName(steps[first]!)
  const within = steps.flatMap((_, k) => (first <= k && k <= last ? [k] : []))
  const own = within.filter(isOfFirst)
  const others = within.filter(k => !isOfFirst(k))
  const isUnbroken = text.includes(' come between ')
  expect(isOfFirst(last), text).toBe(isUnbroken)
  expect(others.length, text).toBeGreaterThan(0)
  const middle = isUnbroken ? [...own, ...others] : [...others, ...own]
  const order = [...steps.keys()].toSpliced(first, within.length, ...middle)
  checkKept(
    machine,
    witness,
    text,
    order.map(k => steps[k]!),
    step => isUnbroken && moverName(step) !== moverName(steps[first]!),
  )
}

/** Each step by its label, and whose it is. */
function checkNamed({ steps }: Witness, text: string): void {
  for (const [, label, number] of text.matchAll(/⟦([^⟧]*)⟧ \(\{(\d+)\}\)/g)) {
    const step = steps[Number(number) - 1]!
    const names = [showLabel(step), harmless(moverName(step)), showName(step.process ?? '')]
    expect(names, text).toContain(label)
  }
}

/** The steps of a run with what a process does next before one of them, as far as a certain step of it. */
function stepsBefore(
  machine: Machine,
  witness: Witness,
  first: number,
  [, name, label]: RegExpExecArray,
): WitnessStep[] {
  const mover = machine.movers.findIndex(one => [harmless(one.name), showName(one.process ?? '')].includes(name!))
  const { process, instance } = machine.movers[mover]!
  let state = states(machine, witness.steps.slice(0, first), witness.initial as State).at(-1)!
  const ahead: WitnessStep[] = []
  for (let step = ''; showName(step) !== label; ) {
    const [taken, ...more] = successors(machine, state).filter(one => one.mover === mover)
    expect(more, 'it has no choice').toEqual([])
    expect(taken?.effect.kind, `${name} can go on`).toBe('state')
    step = taken!.step
    ahead.push({ process, instance, step, choices: [], script: taken!.script, changes: [] })
    if (taken!.effect.kind === 'state') state = taken!.effect.state
  }
  return witness.steps.toSpliced(first, 0, ...ahead)
}

function states(machine: Machine, steps: readonly WitnessStep[], initial: State): State[] {
  const found = [initial]
  for (const step of steps) {
    const taken = takenAlike(machine, found.at(-1)!, { mover: moverOf(machine, step), script: step.script })
    if (taken?.effect.kind === 'state') found.push(taken.effect.state)
  }
  return found
}

function checkKept(
  machine: Machine,
  witness: Witness,
  text: string,
  steps: readonly WitnessStep[],
  mayWait: (step: WitnessStep) => boolean,
): void {
  const claim = machine.claims.find(({ name }) => name === witness.claim.name)!
  let state = witness.initial as State
  for (const step of steps) {
    const last = takenAlike(machine, state, { mover: moverOf(machine, step), script: step.script })
    if (last === undefined) {
      const isThere = step.process === null || partAt(state, [step.process, step.instance, 'pc']) === step.step
      if (isThere) expect(mayWait(step), `${text}: no step has to wait`).toBe(true)
      continue
    }
    expect(last.effect.kind, text).toBe('state')
    if (last.effect.kind !== 'state') return
    const run = { states: [state, last.effect.state], last, isLast: false }
    if (claim.kind !== 'deadlock') expect(claimAtEnd(machine, claim, run), text).not.toBe('false')
    state = last.effect.state
  }
  if (claim.kind === 'deadlock') expect(successors(machine, state).length, text).toBeGreaterThan(0)
  if (claim.kind === 'canAlways') expect(confirmNoReturn(machine, claim, state, witness.me), text).toBe(false)
}
