/** Sentences about what an endless run lacks, and about steps that can be taken nowhere in it, held against the model. */

import { expect } from 'vitest'
import { canonical, type Path, type Plain, partAt, showPath } from '../../../../../src/base/plain.ts'
import type { TemporalClaim } from '../../../../../src/language/claims.ts'
import { judgePredicate } from '../../../../../src/machine/judge.ts'
import type { Machine, State } from '../../../../../src/machine/machine.ts'
import { transitionsOf } from '../../../../../src/machine/reference.ts'
import { harmless, showName, showValue } from '../../../../../src/report/text/value.ts'
import { applyChanges } from '../../../../../src/witness/difference.ts'
import { wantedBy } from '../../../../../src/witness/loop-goal.ts'
import { moverName, type Witness } from '../../../../../src/witness/witness.ts'
import { expectShown } from './shown.ts'
import { checkSince } from './waits.ts'

/** Whether a sentence is one of these. */
export function isLack(text: string): boolean {
  return (
    text.startsWith('What the claim asks for would be true with ') ||
    / would (?:make the claim true|change that)(?: in ⟦[^⟦]*⟧)?, but waits for /.test(text)
  )
}

/** Takes the steps that are named with the values for which they wait. */
export function checkLack(machine: Machine, witness: Witness, states: readonly State[], text: string): void {
  if (text.startsWith('What ')) checkLacking(machine, witness, states, text)
  else checkPrevented(machine, witness, states, text)
}

function checkLacking(machine: Machine, witness: Witness, states: readonly State[], text: string): void {
  const { path, values } = witness.loop!.lacks!
  const end = states.at(-1)!
  const [, cell, wanted = '', now] =
    /^What the claim asks for would be true with [^⟦]*⟦([^⟦]*)⟧\S* = (.*?); it is ⟦([^⟦]*)⟧/.exec(text) ?? []
  expect(cell, text).toBe(showPath(path))
  expectShown(witness, cell, partAt(end, path), now, text)
  expect(isTrue(machine, witness, end), `${text}: it is false`).toBe(false)
  const shown = [...wanted.matchAll(/⟦([^⟦]*)⟧/g)]
  expect(shown.length, text).toBe(Math.min(2, values.length))
  for (const [i, [, value]] of shown.entries()) {
    expectShown(witness, cell, values[i], value, text)
    expect(isTrue(machine, witness, withValue(end, path, undefined, values[i]!)), `${text}: it would be true`).toBe(
      true,
    )
  }
  checkSince(states, cell, text)
}

function checkPrevented(machine: Machine, witness: Witness, states: readonly State[], text: string): void {
  const { from, lacks, prevented = [] } = witness.loop!
  const end = states.at(-1)!
  const [, name, what, label] =
    /^⟦([^⟦]*)⟧ would (make the claim true|change that)(?: in ⟦([^⟦]*)⟧)?, /.exec(text) ?? []
  const names = [name, ...(/; likewise (.*)\.$/.exec(text)?.[1] ?? '').matchAll(/⟦([^⟦]*)⟧/g)].map(one =>
    typeof one === 'string' ? one : one?.[1],
  )
  for (const one of names) {
    const step = prevented.find(other =>
      [moverName(other), other.process].map(n => n && harmless(n)).includes(one ?? ''),
    )!
    expect(step, text).toBeDefined()
    if (step.process !== null) expect(showName(step.step), text).toBe(label)
    expect(step.isEnough, text).toBe(what === 'make the claim true')
    const mover = machine.movers.findIndex(other =>
      step.process === null
        ? other.kind === 'action' && other.name === step.step
        : other.process === step.process && other.instance === step.instance,
    )
    for (const state of states.slice(from)) expect(transitionsOf(machine, state, mover), text).toEqual([])
    const { path, member, values } = step.need
    for (const value of values) {
      const before = withValue(end, path, member, value)
      const after = transitionsOf(machine, before, mover).flatMap(({ effect }) =>
        effect.kind === 'state' ? [effect.state] : [],
      )
      const leads = (state: State): boolean =>
        step.isEnough
          ? isTrue(machine, witness, state)
          : showValue(partAt(state, lacks!.path)) !== showValue(partAt(before, lacks!.path))
      expect(after.some(leads), `${text}: it would lead there`).toBe(true)
    }
    if (member === undefined) checkSince(states, showPath(path), text.replace(/ itself/, ''))
  }
  const since = /since ⟦([^⟦]*)⟧ .* \(\{(\d+)\}\)/.exec(text)
  if (since !== null) {
    const writer = witness.steps[Number(since[2]) - 1]!
    expect(
      [moverName(writer), writer.process, writer.step].some(one => one && since[1]!.startsWith(harmless(one))),
      text,
    ).toBe(true)
  }
}

/** A state with another value in a cell, or with or without a member in a set. */
function withValue(state: State, path: Path, member: Plain | undefined, value: Plain): State {
  if (member === undefined) return applyChanges(state, [{ path, after: value }])
  const others = (partAt(state, path) as readonly Plain[]).filter(one => canonical(one) !== canonical(member))
  return applyChanges(state, [{ path, after: value === true ? [...others, member] : others }])
}

function isTrue(machine: Machine, witness: Witness, state: State): boolean {
  const claim = machine.claims.find(({ name }) => name === witness.claim.name) as TemporalClaim
  return judgePredicate(machine, claim, wantedBy(claim)!, state, witness.me)
}
