/** Sentences about those who wait at the end, held against the run. */

import { expect } from 'vitest'
import { partAt, showPath } from '../../../../../src/base/plain.ts'
import type { Machine, State } from '../../../../../src/machine/machine.ts'
import { transitionsOf } from '../../../../../src/machine/reference.ts'
import { showLabel } from '../../../../../src/report/text/show-step.ts'
import { harmless, shorten, showName, showValue } from '../../../../../src/report/text/value.ts'
import { applyChanges } from '../../../../../src/witness/difference.ts'
import { moverName, type Witness } from '../../../../../src/witness/witness.ts'
import { checkWrite, stepThatWouldHaveSet } from './missed.ts'
import { expectShown, pcPath, valuesIn } from './shown.ts'

/** Whether a sentence is about those who wait at the end. */
export function isWait(text: string): boolean {
  return / waits in |, in a circle\.$|^(?:Behind that|Likewise), |^At rest/.test(text)
}

/** `x waits in label for cell = v; it is w since y set that in label (3), ...` */
export function checkWait(machine: Machine, witness: Witness, states: readonly State[], text: string): void {
  const end = valuesIn(states.at(-1))
  if (/^(?:Behind that|Likewise), /.test(text)) checkWaiters(witness, states, text)
  const wants = '(?:(?:⟦[^⟦]*⟧(?:, | and )?)+(?: and \\d+ more)?|something) to (?:leave|come into) '
  const found = new RegExp(
    `^⟦([^⟦]*)⟧ waits in ⟦([^⟦]*)⟧(?: for (?:(${wants}))?(its )?[^⟦,]*⟦([^⟦]*)⟧.*?; it is ⟦([^⟦]*)⟧)?`,
  ).exec(text)
  if (found === null) return
  const [, name, label, want, its, cell, now] = found
  const waiting = (witness.waiting ?? []).filter(one => [moverName(one), one.process].includes(name as string))
  expect(
    waiting.map(({ step }) => showName(step)),
    text,
  ).toContain(label)
  if (cell === undefined) return
  const owns = waiting.map(one => `${its === undefined ? '' : `${showPath([one.process, one.instance])}.`}${cell}`)
  const value = owns.map(path => end.get(path)).find(value => value !== undefined)
  expectShown(witness, cell, value, now, text)
  if (want?.startsWith('⟦') && want.includes('to leave'))
    for (const [, element] of want.matchAll(/⟦([^⟦]*)⟧/g))
      expect((value as unknown[]).map(showValue), text).toContain(element)
  checkSince(states, its === undefined ? cell : undefined, text)
  for (const [, gone] of text.matchAll(/, and ⟦([^⟦]*)⟧ has ended/g))
    expect(end.get(pcPath(machine, gone as string)), text).toBe('done')
  for (const [, label, number] of text.matchAll(/ has ended in ⟦([^⟦]*)⟧ \(\{(\d+)\}\)/g)) {
    const k = Number(number) - 1
    const { process, instance } = witness.steps[k]!
    expect([showLabel(witness.steps[k]!), partAt(states[k + 1], [process!, instance, 'pc'])], text).toEqual([
      label,
      'done',
    ])
  }
  for (const [, number, claim] of text.matchAll(/\(\{(\d+)\}\), where it broke another claim, "⟦([^⟦]*)⟧/g))
    expect(
      (witness.broken ?? []).map(one => `${one.step} ${shorten(showName(one.claim), 80)}`),
      text,
    ).toContain(`${Number(number) - 1} ${claim}`)
  checkMissed(machine, witness, states, text)
  checkUntaken(machine, witness, states, text)
  checkFreeing(machine, witness, states, text)
  checkFreeingThen(machine, witness, states, text)
}

/** `; tell (4) would have set it to abort, had it found vote[0] = no`: with that value it does, and who waits could move then. */
function checkMissed(machine: Machine, witness: Witness, states: readonly State[], text: string): void {
  const k = stepThatWouldHaveSet(text)
  if (k === undefined) return
  const found = witness.waiting!.flatMap(one =>
    (one.needs ?? []).flatMap(({ path, missedBy }) => (missedBy?.step === k ? [{ one, path, missedBy }] : [])),
  )
  const { one, path, missedBy } = found[0]!
  checkWrite({ machine, witness, states }, missedBy, path, text)
  const freed = applyChanges(states.at(-1) as State, [{ path, after: missedBy.value }])
  const mover = machine.movers.findIndex(
    ({ process, instance }) => process === one.process && instance === one.instance,
  )
  expect(transitionsOf(machine, freed, mover).length, `${text}: that ends the wait`).toBeGreaterThan(0)
}

/** `, and y has ended without release, which would change that`: it never took that step, which can be taken at its label. */
function checkUntaken(machine: Machine, witness: Witness, states: readonly State[], text: string): void {
  const [, name, label] = /, and ⟦([^⟦]*)⟧ has ended.* without ⟦([^⟦]*)⟧, which would change that/.exec(text) ?? []
  if (label === undefined) return
  const taken = witness.steps.filter(one => [moverName(one), one.process].includes(name as string))
  expect(
    taken.map(({ step }) => showName(step)),
    text,
  ).not.toContain(label)
  const index = machine.movers.findIndex(mover => [mover.name, mover.process].includes(name as string))
  const { process, instance } = taken[0]!
  const pc = machine.processes.find(one => one.name === process)!.labels.find(one => showName(one) === label)!
  const state = applyChanges(states.at(-1) as State, [{ path: [process as string, instance, 'pc'], after: pc }])
  expect(transitionsOf(machine, state, index).length, `${text}: such a step is possible there`).toBeGreaterThan(0)
}

/** `; give can change that only after return of y, which waits itself`: at the end no such action can change the cell. */
function checkFreeingThen(machine: Machine, witness: Witness, states: readonly State[], text: string): void {
  const [, action, label, name, status] =
    /; ⟦([^⟦]*)⟧ can change that only after ⟦([^⟦]*)⟧ of ⟦([^⟦]*)⟧(?:, which ([a-z ]*))?/.exec(text) ?? []
  if (action === undefined) return
  const [, waiter] = /^⟦([^⟦]*)⟧ waits in/.exec(text) ?? []
  const nameOf = (one: { process: string; instance: number }): string[] => [
    moverName({ ...one, step: '' }),
    one.process,
  ]
  const waiting = witness.waiting?.find(one => nameOf(one).includes(waiter as string))
  const needs = (waiting?.needs ?? []).filter(({ freedBy = [] }) => freedBy.some(one => one.then !== undefined))
  const holder = needs.flatMap(({ freedBy = [] }) => freedBy).find(one => nameOf(one).includes(name as string))
  expect(
    [holder?.then, holder?.step].map(one => one && showName(one)),
    text,
  ).toEqual([action, label])
  expect(
    witness.waiting?.some(one => isSameMover(one, holder!)),
    text,
  ).toBe(status === 'waits itself')
  const index = machine.movers.findIndex(mover => mover.name === holder!.then)
  for (const { effect } of transitionsOf(machine, states.at(-1) as State, index)) {
    if (effect.kind !== 'state') continue
    const mover = machine.movers.findIndex(
      one => one.process === waiting!.process && one.instance === waiting!.instance,
    )
    expect(transitionsOf(machine, effect.state, mover), `${text}: not before`).toEqual([])
  }
}

function isSameMover(
  a: { readonly process: string; readonly instance: number },
  b: { readonly process: string; readonly instance: number },
): boolean {
  return a.process === b.process && a.instance === b.instance
}

/** A cell that is no local changed in that step, and not since. */
function expectLastWrite(states: readonly State[], cell: string, k: number, text: string): void {
  const history = states.map(state => showValue(valuesIn(state).get(cell)))
  expect(history[k], `${text}: it changed then`).not.toBe(history[k + 1])
  expect(new Set(history.slice(k + 1)).size, `${text}: and not since`).toBe(1)
}

/** The cell got its value then, or the element came into it, and that has stayed so. */
export function checkSince(states: readonly State[], cell: string | undefined, text: string): void {
  const since = /since (?:⟦[^⟦]*⟧|it) (set that|added ⟦([^⟦]*)⟧)(?: itself)?(?: in ⟦[^⟦]*⟧)? \(\{(\d+)\}\)/.exec(text)
  if (since === null || cell === undefined) return
  const [, , element, number] = since
  const k = Number(number) - 1
  const shown = (value: unknown): unknown =>
    element === undefined ? showValue(value) : (value as unknown[]).map(showValue).includes(element)
  const history = states.map(state => shown(valuesIn(state).get(cell)))
  expect(history[k], `${text}: it changed then`).not.toBe(history[k + 1])
  expect(new Set(history.slice(k + 1)).size, `${text}: and not since`).toBe(1)
}

/** `; z would change that in put, but has ended`: a step of z at that label would lead to another state of the cell. */
function checkFreeing(machine: Machine, witness: Witness, states: readonly State[], text: string): void {
  const [, name, label, status] = /; ⟦([^⟦]*)⟧ would change that in ⟦([^⟦]*)⟧(?:, but ([a-z ]*))?/.exec(text) ?? []
  if (label === undefined) return
  const end = states.at(-1) as State
  const movers = machine.movers.flatMap((mover, index) =>
    mover.kind === 'process' &&
    [moverName({ ...mover, step: '' }), mover.process].map(harmless).includes(name as string)
      ? [{ mover, index }]
      : [],
  )
  expect(movers.length, text).toBeGreaterThan(0)
  const changes = movers.some(({ mover: { process, instance }, index }) => {
    const all = end[process] as readonly { pc: string }[]
    const pc = machine.processes.find(one => one.name === process)!.labels.find(one => showName(one) === label)!
    const state = { ...end, [process]: all.map((one, i) => (i === instance ? { ...one, pc } : one)) } as State
    return transitionsOf(machine, state, index).some(({ effect }) => effect.kind === 'state')
  })
  expect(changes, `${text}: such a step is possible there`).toBe(true)
  const pcs = movers.map(({ mover: { process, instance } }) => (end[process] as { pc: string }[])[instance]?.pc)
  expect(pcs.includes('done'), text).toBe(status === 'has ended')
  const isWaiting = movers.some(({ mover }) =>
    witness.waiting?.some(one => moverName(one) === moverName({ ...mover, step: '' })),
  )
  if (status === 'waits itself' || status === 'is at rest') expect(isWaiting, text).toBe(true)
}

/** `Behind that, x waits in put for queue, y waits in take.` */
function checkWaiters(witness: Witness, states: readonly State[], text: string): void {
  for (const [, cell, mover, number] of text.matchAll(
    / for [^⟦,;]*⟦([^⟦]*)⟧\S*(?: \(bookkeeping\))?, which (it|⟦[^⟦]*⟧) (?:set|changed)(?: in ⟦[^⟦]*⟧)? \(\{(\d+)\}\)/g,
  )) {
    expectLastWrite(states, cell as string, Number(number) - 1, text)
    const { process, instance, step } = witness.steps[Number(number) - 1]!
    const names = [moverName({ process, instance, step }), process ?? step].map(name => `⟦${harmless(name)}`)
    if (mover !== 'it')
      expect(
        names.some(name => mover!.startsWith(name)),
        text,
      ).toBe(true)
  }
  const named = [...text.matchAll(/⟦([^⟦]*)⟧ waits in ⟦([^⟦]*)⟧/g)].map(([, name, label]) => [name, label])
  expect(named.length, text).toBeGreaterThan(0)
  for (const [name, label] of named) {
    const waiting = (witness.waiting ?? []).filter(one =>
      [moverName(one), one.process].map(showName).includes(name as string),
    )
    expect(
      waiting.map(({ step }) => showName(step)),
      text,
    ).toContain(label)
  }
}
