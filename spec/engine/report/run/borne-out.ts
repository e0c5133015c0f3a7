/** The sentences of a story held against the run, read back from their text: nothing that the run does not bear out. */

import { expect } from 'vitest'
import { type Path, partAt, showPath } from '../../../../src/base/plain.ts'
import type { CellWords } from '../../../../src/language/glossary.ts'
import type { Machine, State } from '../../../../src/machine/machine.ts'
import { attempt } from '../../../../src/machine/reference.ts'
import type { Sentence } from '../../../../src/report/run/plot/words.ts'
import { type Explanation, explanationOf } from '../../../../src/report/run/why.ts'
import { harmless, shorten, showName, showValue } from '../../../../src/report/text/value.ts'
import { claimAtEnd } from '../../../../src/witness/claim-at-end.ts'
import { moverName, statesOf, stepTitle, type Witness, type WitnessStep } from '../../../../src/witness/witness.ts'

/** Code in angle brackets that no model uses, steps in curly ones, by their numbers. */
function marked(sentence: Sentence): string {
  return sentence
    .map(part => (typeof part === 'string' ? part : 'code' in part ? `⟦${part.code}⟧` : `{${part.step + 1}}`))
    .join('')
}

/** Fails if a sentence says what the run does not show. */
export function expectStoryHolds(machine: Machine, witness: Witness): void {
  const explanation = explanationOf(witness)
  if (explanation === undefined) return
  const states = statesOf(witness)
  const told = explanation.story.map(marked)
  if (witness.claim.kind === 'deadlock') for (const text of told) checkWait(witness, states, text)
  else checkStory(witness, states, told)
  for (const text of explanation.waysOut.map(marked)) checkWayOut(machine, witness, states, text)
  checkKind(witness, explanation)
}

function checkStory(witness: Witness, states: readonly State[], told: readonly string[]): void {
  let before = 0
  expect(told.length, 'there is a story').toBeGreaterThan(0)
  for (const text of told) {
    const [, subject = ''] = /^⟦(.*?)⟧ /.exec(text) ?? []
    const clauses = [
      ...text.matchAll(/(.*?)(?: in ⟦([^⟦]*)⟧)? \(\{(\d+)\}(?:: [^⟦{]*?)?\)(?:, and then |, then |\.$)/g),
    ]
    expect(clauses.length, text).toBeGreaterThan(0)
    for (const [, did = '', label, number] of clauses) {
      const k = Number(number) - 1
      const step = witness.steps[k] as WitnessStep
      expect(k, `${text}: in order of time`).toBeGreaterThanOrEqual(before)
      before = k
      expect([harmless(moverName(step)), showName(step.process ?? step.step)], text).toContain(
        unshortened(subject, moverName(step)),
      )
      if (step.process !== null) expect(label, text).toBe(shorten(harmless(stepTitle({ ...step, process: null })), 60))
      checkDeeds(witness, states, k, did, text)
    }
    expect(text.endsWith('.'), text).toBe(true)
  }
  expect(before, 'the story ends with the run').toBe(witness.steps.length - 1)
}

function unshortened(text: string, whole: string): string {
  return shorten(harmless(whole), 60) === text ? harmless(whole) : text
}

/** What step `k` found, set and broke. */
function checkDeeds(witness: Witness, states: readonly State[], k: number, did: string, text: string): void {
  const step = witness.steps[k] as WitnessStep
  const [before, after] = [states[k] as State, states[k + 1]]
  const own = `${showPath([step.process ?? '', step.instance])}.`
  const at = (state: State | undefined, its: string | undefined, cell = '') =>
    valuesIn(state).get(`${its === undefined ? '' : own}${cell}`)
  // Words for a cell may stand before it, and "(bookkeeping)" behind it.
  const cellText = '(its )?[^⟦,]*⟦([^⟦]*)⟧(?: \\(bookkeeping\\))?'
  const each = (pattern: string) => did.matchAll(new RegExp(pattern.replace('CELL', cellText), 'g'))
  for (const [, its, cell, value] of each('(?:found|looked at) CELL(?: = | again, found )⟦([^⟦]*)⟧'))
    expectShown(witness, cell, at(before, its, cell), value, `${text}: step ${k + 1} found it`)
  for (const [, its, cell, value] of each('(?:set|left) CELL (?:to|at) ⟦([^⟦]*)⟧'))
    expectShown(witness, cell, at(after, its, cell), value, `${text}: step ${k + 1} set it`)
  for (const [, its, cell] of each('set CELL to'))
    expect(showValue(at(before, its, cell)), `${text}: it changed`).not.toBe(showValue(at(after, its, cell)))
  for (const [, value, its, cell] of each('added ⟦([^⟦]*)⟧ to CELL')) {
    const [old, now] = [at(before, its, cell), at(after, its, cell)].map(list => (list as unknown[]).map(showValue))
    const gained = (now ?? []).filter(one => !old?.includes(one)).map(one => shorten(one, 60))
    expect(gained, text).toHaveLength(1)
    if (wordsOf(witness, `${cell}[]`) === undefined) expect(gained, text).toEqual([value])
  }
  for (const [, label] of did.matchAll(/went on to ⟦([^⟦]*)⟧/g))
    expectShown(
      witness,
      undefined,
      partAt(after, [step.process ?? '', step.instance, 'pc']),
      label,
      `${text}: it went there`,
    )
  for (const [, claim] of did.matchAll(/broke ⟦([^⟦]*)⟧/g))
    expect(
      (witness.broken ?? []).map(one => `${one.step} ${shorten(showName(one.claim), 80)}`),
      text,
    ).toContain(`${k} ${claim}`)
  for (const [, look] of did.matchAll(/went by what it had read at \{(\d+)\}/g)) {
    const looked = witness.steps[Number(look) - 1] as WitnessStep
    expect(Number(look) - 1, text).toBeLessThan(k)
    expect(moverName(looked), text).toBe(moverName(step))
  }
}

function expectShown(
  witness: Witness,
  cell: string | undefined,
  value: unknown,
  text: string | undefined,
  why: string,
): void {
  const whole = value === undefined ? '(none)' : showValue(value)
  const parts = (text ?? '').split('...')
  const words = wordsOf(witness, cell)
  const inWords = [words?.values?.[whole], words?.index && (value === null ? 'none' : `${words.index} #${whole}`)]
  const isIt =
    whole === text || inWords.includes(text) || (parts.length > 1 && parts.every(part => whole.includes(part)))
  expect(isIt, `${why}: ${whole}, not ${text}`).toBe(true)
}

function wordsOf({ words }: Witness, cell = ''): CellWords | undefined {
  return words?.cells?.[cell] ?? words?.cells?.[cell.replace(/\[\d+\]/g, '[]')]
}

/** Every part of a state by how its path is written. */
function valuesIn(state: State | undefined): Map<string, unknown> {
  const found = new Map<string, unknown>()
  const visit = (value: unknown, path: Path): void => {
    if (path.length > 0) found.set(harmless(showPath(path)), value)
    if (Array.isArray(value)) for (const [i, part] of value.entries()) visit(part, [...path, i])
    else if (typeof value === 'object' && value !== null)
      for (const [key, part] of Object.entries(value)) visit(part, [...path, key])
  }
  visit(state ?? {}, [])
  return found
}

/** `x waits in label for cell = v; it is w since y set that in label (3), ...` */
function checkWait(witness: Witness, states: readonly State[], text: string): void {
  const end = valuesIn(states.at(-1))
  const found = /^⟦([^⟦]*)⟧ waits in ⟦([^⟦]*)⟧(?: for (its )?[^⟦,]*⟦([^⟦]*)⟧.*?; it is ⟦([^⟦]*)⟧)?/.exec(text)
  if (found === null) return
  const [, name, label, its, cell, now] = found
  const waiting = (witness.waiting ?? []).filter(one => [moverName(one), one.process].includes(name as string))
  expect(
    waiting.map(({ step }) => showName(step)),
    text,
  ).toContain(label)
  if (cell === undefined) return
  const owns = waiting.map(one => `${its === undefined ? '' : `${showPath([one.process, one.instance])}.`}${cell}`)
  expectShown(
    witness,
    cell,
    owns.map(path => end.get(path)).find(value => value !== undefined),
    now,
    text,
  )
  const since = /since (?:⟦[^⟦]*⟧|it) set that(?: itself)?(?: in ⟦[^⟦]*⟧)? \(\{(\d+)\}\)/.exec(text)
  if (since !== null && its === undefined) {
    const k = Number(since[1]) - 1
    const history = states.map(state => showValue(valuesIn(state).get(cell)))
    expect(history[k], `${text}: it changed then`).not.toBe(history[k + 1])
    expect(new Set(history.slice(k + 1)).size, `${text}: and not since`).toBe(1)
  }
}

/** `With c = v, label (3) would have gone on to there, and the same schedule keeps the claim.` */
function checkWayOut(machine: Machine, witness: Witness, states: readonly State[], text: string): void {
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
  expect(claimAtEnd(turned, claim, { states: [state], last: undefined, isDeadlock: false }), text).not.toBe('false')
  for (const step of witness.steps) {
    const { transition: last } = attempt(turned, state, moverOf(turned, step), step.script)
    if (last === undefined) continue
    const next = last.effect.kind === 'state' ? last.effect.state : state
    expect(claimAtEnd(turned, claim, { states: [state, next], last, isDeadlock: false }), text).not.toBe('false')
    state = next
  }
  const number = /\(\{(\d+)\}/.exec(text)?.[1]
  if (number === undefined) return
  const k = Number(number) - 1
  const { transition } = attempt(
    turned,
    states[k] as State,
    moverOf(turned, witness.steps[k]!),
    witness.steps[k]!.script,
  )
  if (text.includes('have waited')) expect(transition, text).toBeUndefined()
  const to = /have gone on to ⟦([^⟦]*)⟧/.exec(text)?.[1]
  if (to !== undefined && transition?.effect.kind === 'state') {
    const { process, instance } = witness.steps[k]!
    expect(harmless(String(partAt(transition.effect.state, [process!, instance, 'pc']))), text).toBe(to)
  }
}

function moverOf(machine: Machine, step: WitnessStep): number {
  return machine.movers.findIndex(({ name }) => name === moverName(step))
}

/** Only what one process changed under another, and the other went by all the same, is called a race. */
function checkKind(witness: Witness, { kind, story }: Explanation): void {
  const movers = new Set(story.map(sentence => marked(sentence).split('⟧')[0]))
  if (kind === 'race') expect(movers.size, story.map(marked).join(' ')).toBeGreaterThan(1)
  if (kind === 'circle') expect((witness.waiting ?? []).length).toBeGreaterThan(1)
}
