/** What a clause says that a step found, set and broke, held against the run. */

import { expect } from 'vitest'
import { doOverlap, type Path, partAt, showPath } from '../../../../../src/base/plain.ts'
import type { State } from '../../../../../src/machine/machine.ts'
import { shorten, showValue } from '../../../../../src/report/text/value.ts'
import { moverName, type Witness, type WitnessStep } from '../../../../../src/witness/witness.ts'
import { expectShown, isOfRules, valuesIn, wordsOf } from './shown.ts'

/** What step `k` found, set and broke; where it carried on until a later one, what that had set in the end. */
export function checkDeeds(
  witness: Witness,
  states: readonly State[],
  k: number,
  until: number,
  did: string,
  text: string,
): void {
  const step = witness.steps[k] as WitnessStep
  const [before, after] = [states[k] as State, states[until + 1]]
  const own = `${showPath([step.process ?? '', step.instance])}.`
  const at = (state: State | undefined, its: string | undefined, cell = '') =>
    valuesIn(state).get(`${its === undefined ? '' : own}${cell}`)
  // Words for a cell may stand before it, which is then in brackets, and "bookkeeping" behind it.
  const its = 'its (?!end\\b)'
  const cellText = `(?:\\b(${its})|)(?:(?!\\b${its})[^⟦,])*⟦([^⟦]*)⟧(?:\\)|, bookkeeping\\)| \\(bookkeeping\\))?`
  const each = (pattern: string, text = did) => text.matchAll(new RegExp(pattern.replace('CELL', cellText), 'g'))
  const setting = did.replace(/added (?:another )?⟦[^⟦]*⟧(?:(?:,| and) ⟦[^⟦]*⟧)*(?: and \d+ more)? to /g, 'added to ')
  for (const [, its, cell, value, look] of each('CELL = ⟦([^⟦]*)⟧(?: \\(read at \\{(\\d+)\\}\\))?')) {
    const state = look === undefined ? before : states[Number(look) - 1]
    expectShown(witness, cell, at(state, its, cell), value, `${text}: step ${look ?? k + 1} found it`)
    if (look !== undefined) expectStale(witness, Number(look) - 1, k, text)
  }
  checkSeenAgain(witness, states, k, did, text)
  checkLeft(witness, states, k, did, text)
  for (const [, its, cell, value] of each('looked at CELL again, found ⟦([^⟦]*)⟧'))
    expectShown(witness, cell, at(before, its, cell), value, `${text}: step ${k + 1} found it`)
  const leftBy = '(?: \\(left by \\{\\d+\\}\\))?'
  for (const [, its, cell, old, back, value] of each(
    `CELL (?:from ⟦([^⟦]*)⟧${leftBy} )?(back )?to ⟦([^⟦]*)⟧`,
    setting,
  )) {
    const now = at(after, its, cell)
    expectShown(witness, cell, now, value, `${text}: step ${until + 1} set it`)
    if (old !== undefined) expectShown(witness, cell, at(before, its, cell), old, `${text}: before step ${k + 1}`)
    if (back !== undefined)
      expect(
        states.slice(0, k).map(state => showValue(at(state, its, cell))),
        `${text}: back`,
      ).toContain(showValue(now))
    expect(showValue(at(before, its, cell)), `${text}: it changed`).not.toBe(showValue(now))
  }
  const isOmitted = did.includes('did nothing') && witness.slice?.steps[k]?.omitted !== undefined
  if (did.includes('so did nothing') || isOmitted) {
    expect(
      step.changes.filter(({ path }) => path[0] !== step.process),
      text,
    ).toEqual([])
    expect(witness.slice?.steps[k]?.omitted?.length, `${text}: it would do something at the end`).toBeGreaterThan(0)
  }
  if (!isOmitted && /(?<!so )did nothing|changed nothing/.test(did)) {
    const isLabel = ({ path }: { path: Path }): boolean => path[0] === step.process && path[2] === 'pc'
    expect(
      step.changes.filter(change => !isLabel(change)),
      text,
    ).toEqual([])
  }
  if (did.includes('did not wait'))
    expect(
      (witness.hinges ?? []).flatMap(({ waits, steps }) => [
        waits?.step,
        ...steps.filter(({ effect }) => effect === 'waits').map(one => one.step),
      ]),
      text,
    ).toContain(k)
  for (const [, value, its, cell] of each('noted ⟦([^⟦]*)⟧(?:(?:,| and) ⟦[^⟦]*⟧)*(?: and \\d+ more)? in CELL'))
    expect(
      (at(after, its, cell) as unknown[]).map(one => shorten(showValue(one), 60)),
      text,
    ).toContain(value)
  for (const [, value] of did.matchAll(/broke a rule: it ⟦([^⟦]*)⟧/g)) {
    const lists = [after, before].map(state => [...valuesIn(state)].filter(([path]) => isOfRules(witness, path)))
    const [now, then] = lists.map(all => all.flatMap(([, list]) => list as string[]))
    expect(now, text).toContain(value)
    expect(then!.filter(one => one === value).length, text).toBeLessThan(now!.filter(one => one === value).length)
  }
  for (const [, its, cell, value] of each('left CELL at ⟦([^⟦]*)⟧'))
    expectShown(witness, cell, at(after, its, cell), value, `${text}: step ${k + 1} left it`)
  for (const [, first, others = '', more = '0', its, cell] of each(
    'added (?:another )?⟦([^⟦]*)⟧((?:(?:,| and) ⟦[^⟦]*⟧)*)(?: and (\\d+) more)? to CELL',
  )) {
    const [old, now] = [at(before, its, cell), at(after, its, cell)].map(list => (list as unknown[]).map(showValue))
    const isAtEnd = old?.every((one, i) => one === now?.[i]) === true
    const added = isAtEnd ? now?.slice(old.length) : now?.filter(one => !old?.includes(one))
    const gained = (added ?? []).map(one => shorten(one, 60))
    if (did.includes('added another ')) expect(old, `${text}: the like was there`).toContain(gained[0])
    const values = [first, ...[...others.matchAll(/⟦([^⟦]*)⟧/g)].map(([, value]) => value)]
    expect(values.length + Number(more), text).toBe(gained.length)
    if (wordsOf(witness, `${cell}[]`) === undefined) expect(gained, text).toEqual(expect.arrayContaining(values))
  }
  if (did.includes('found it in ')) {
    const found = [...each('found it in CELL')].flatMap(([, , cell]) => at(before, undefined, cell) as unknown[])
    expect(
      found.map(showValue).some(member => step.choices.map(showValue).includes(member)),
      text,
    ).toBe(true)
  }
  for (const [, label] of did.matchAll(/went (?:on|back) to ⟦([^⟦]*)⟧/g))
    expectShown(
      witness,
      undefined,
      partAt(after, [step.process ?? '', step.instance, 'pc']),
      label,
      `${text}: it went there`,
    )
  if (did.includes('broke another claim'))
    expect(
      (witness.broken ?? []).map(one => one.step),
      text,
    ).toContain(k)
}

/** The look was its own, and another process changed the cell before it went by it. */
function expectStale(witness: Witness, look: number, k: number, text: string): void {
  const [looked, step] = [witness.steps[look], witness.steps[k]] as [WitnessStep, WitnessStep]
  expect(look, text).toBeLessThan(k)
  expect(moverName(looked), text).toBe(moverName(step))
}

/** `x = 1 again (as at step 2)`: the same then and now, and something else in between. */
function checkSeenAgain(witness: Witness, states: readonly State[], k: number, did: string, text: string): void {
  for (const [, cell = '', number] of did.matchAll(/⟦([^⟦]*)⟧(?:\))? = ⟦[^⟦]*⟧ again \(as at \{(\d+)\}\)/g)) {
    const at = Number(number) - 1
    expect(moverName(witness.steps[at]!), text).toBe(moverName(witness.steps[k]!))
    const values = states.slice(at, k + 1).map(state => showValue(valuesIn(state).get(cell)))
    expect(values.at(-1), `${text}: as it was`).toBe(values[0])
    expect(new Set(values).size, `${text}: otherwise in between`).toBeGreaterThan(1)
  }
}

/** `x = 1 (left by step 2)`: that step wrote it, and nobody since. */
function checkLeft({ slice, steps }: Witness, states: readonly State[], k: number, did: string, text: string): void {
  for (const [, number] of did.matchAll(/ \((?:left|⟦[^⟦]*⟧(?: and ⟦[^⟦]*⟧)* added) by \{(\d+)\}\)/g)) {
    const writer = Number(number) - 1
    expect(writer, text).toBeLessThan(k)
    const reads = slice?.steps[k]?.reads.filter(read => read.writer === writer) ?? []
    const written = [...steps[writer]!.changes.map(({ path }) => path), ...(slice?.steps[writer]?.kept ?? [])]
    expect(
      reads.some(({ path }) => written.some(one => doOverlap(one, path))),
      `${text}: step ${number} wrote it`,
    ).toBe(true)
  }
  for (const [, value, number] of did.matchAll(/ \(⟦([^⟦]*)⟧(?: and ⟦[^⟦]*⟧)* added by \{(\d+)\}\)/g)) {
    const lists = [...valuesIn(states[Number(number)])].map(([, list]) => list).filter(Array.isArray)
    const isIn = (list: readonly unknown[]): boolean => list.some(one => shorten(showValue(one), 60) === value)
    expect(lists.some(isIn), text).toBe(true)
  }
}
