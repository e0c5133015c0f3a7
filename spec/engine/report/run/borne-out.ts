/** The sentences of a story held against the run, read back from their text: nothing that the run does not bear out. */

import { expect } from 'vitest'
import { doOverlap, type Path, partAt, showPath } from '../../../../src/base/plain.ts'
import type { CellWords } from '../../../../src/language/glossary.ts'
import type { Machine, State } from '../../../../src/machine/machine.ts'
import { attempt, type Effect, successors, transitionsOf } from '../../../../src/machine/reference.ts'
import { holdsOnly } from '../../../../src/report/outcome/fairness-text.ts'
import type { Sentence } from '../../../../src/report/run/plot/words.ts'
import { type Explanation, explanationOf } from '../../../../src/report/run/why.ts'
import { showLabel } from '../../../../src/report/text/show-step.ts'
import { harmless, shorten, showName, showValue } from '../../../../src/report/text/value.ts'
import { claimAtEnd } from '../../../../src/witness/claim-at-end.ts'
import { confirmNoReturn } from '../../../../src/witness/confirm-runs.ts'
import { applyChanges } from '../../../../src/witness/difference.ts'
import { overtakingsOf } from '../../../../src/witness/race.ts'
import { takenAlike } from '../../../../src/witness/replay.ts'
import { leadsBack, moverName, statesOf, type Witness, type WitnessStep } from '../../../../src/witness/witness.ts'
import { checkEndless, expectKeptRepeated } from './borne-out-loop.ts'

/** Code in angle brackets that no model uses, steps in curly ones, by their numbers. */
function marked(sentence: Sentence): string {
  return sentence
    .map(part => (typeof part === 'string' ? part : 'code' in part ? `⟦${part.code}⟧` : `{${part.step + 1}}`))
    .join('')
}

/** Whether a sentence is about those who wait at the end. */
function isWait(text: string): boolean {
  return / waits in |, in a circle\.$|^(?:Behind that|Likewise), |^At rest/.test(text)
}

/** Fails if a sentence says what the run does not show. */
export function expectStoryHolds(machine: Machine, witness: Witness): void {
  const explanation = explanationOf(witness)
  if (explanation === undefined) return
  const states = statesOf(witness)
  const sentences = explanation.story.map(marked)
  if (witness.claim.kind === 'temporal') checkEndless({ machine, witness, states, valuesIn, checkWait }, sentences)
  else if (explanation.kind === 'shut') checkClauses(witness, states, sentences[0]!, 0)
  else if (!['deadlock', 'canAlways'].includes(witness.claim.kind)) checkStory(machine, witness, states, sentences)
  else {
    const waits = sentences.filter(isWait)
    expect(waits.length, 'it says who waits').toBeGreaterThan(0)
    let before = 0
    for (const text of sentences.filter(one => !isWait(one)))
      if (text.startsWith('Had ')) checkForgotten(machine, witness, states, text)
      else before = checkClauses(witness, states, text, before).at(-1) ?? before
    for (const text of waits) checkWait(machine, witness, states, text)
  }
  const holdsIf = (leadsBack(witness) && witness.loop?.holdsIf) || []
  const helpful = holdsIf.length > 0 ? [`The claim ${holdsOnly(holdsIf)}.`] : []
  const ways = explanation.waysOut.map(marked)
  expect(ways.slice(0, helpful.length), 'first what would help').toEqual(helpful)
  for (const text of ways.slice(helpful.length)) checkWayOut(machine, witness, states, text)
  checkKind(witness, explanation)
}

const ends = ', and then |, and so |, then |\\.$'
const clausePattern = new RegExp(
  `(.*?)(?: in ⟦([^⟦]*)⟧)? \\((?:steps )?\\{(\\d+)\\}((?:(?:-|, | to )\\{\\d+\\})*)(?:: [^⟦{]*?)?\\)(?:${ends})`,
  'g',
)

function checkStory(machine: Machine, witness: Witness, states: readonly State[], sentences: readonly string[]): void {
  let before = 0
  const named = new Set<number>()
  expect(sentences.length, 'there is a story').toBeGreaterThan(0)
  for (const text of sentences) {
    expect(text.endsWith('.'), text).toBe(true)
    if (/^(?:So|That was while) .*⟦[^⟦]*⟧"? is (?:broken|reached)\.$/.test(text)) checkUpshot(witness, states, text)
    else if (text.includes(' had yet to set ')) checkYetToCome(witness, states, text)
    else if (text.startsWith('Had ')) checkForgotten(machine, witness, states, text)
    else if (text.includes(' repeat the same ')) checkRounds(witness, states, text)
    else {
      for (const k of checkClauses(witness, states, text, before)) {
        before = k
        named.add(k)
      }
    }
  }
  expect(before, 'the story ends with the run').toBe(witness.steps.length - 1)
  checkNoneMissing(witness, states, named)
}

/** The steps that a sentence tells of. */
function checkClauses(witness: Witness, states: readonly State[], text: string, from: number): number[] {
  const [, subject = '', clauses = ''] = /^(?:So )?⟦(.*?)⟧ (.*)$/.exec(text) ?? []
  const found = [...clauses.matchAll(clausePattern)]
  expect(found.length, text).toBeGreaterThan(0)
  expect(found.map(([clause]) => clause).join(''), 'every clause is read').toBe(clauses)
  let before = from
  return found.flatMap(([, did = '', label, first, more = '']) => {
    const steps = [Number(first) - 1, ...[...more.matchAll(/\{(\d+)\}/g)].map(([, number]) => Number(number) - 1)]
    for (const k of steps) {
      const step = witness.steps[k] as WitnessStep
      expect(k, `${text}: in order of time`).toBeGreaterThanOrEqual(before)
      before = k
      expect(
        [moverName(step), step.process ?? showLabel(step)].map(name => shorten(harmless(name), 60)),
        text,
      ).toContain(shorten(subject, 60))
      if (step.process !== null) expect(label, text).toBe(shorten(showLabel(step), 60))
      const isOfIt = witness.slice?.steps[k]?.role !== undefined || k === witness.steps.length - 1
      const isOfRepair = isRepaired(witness, k) || did.includes('did not wait')
      const isForgetful = witness.slice?.steps[k]?.forgot !== undefined
      const isFounded = isOfIt || isOfRepair || isForgetful || did.includes('broke ') || overtakes(witness, k)
      expect(isFounded, `${text}: step ${k + 1} is on the causal chain, or changed what was read on it`).toBe(true)
    }
    checkDeeds(witness, states, steps[0] as number, steps.at(-1) as number, did, text)
    return steps
  })
}

/** `Had x still been 1, enter (step 4) could not have been taken.`: with that value in x, the step does as the sentence says. */
function checkForgotten(machine: Machine, witness: Witness, states: readonly State[], text: string): void {
  const [, cell, value, number] =
    /^Had [^⟦]*⟦([^⟦]*)⟧(?:\)|, bookkeeping\)| \(bookkeeping\))? still been ⟦([^⟦]*)⟧, ⟦.*\(\{(\d+)\}\) (?:could|would)/.exec(
      text,
    ) ?? []
  const k = Number(number) - 1
  const lost = witness.slice?.steps.flatMap(({ forgot = [] }) => forgot) ?? []
  const found = lost.find(one => one.step === k && harmless(showPath(one.path)) === cell)
  expect(found, text).toBeDefined()
  const { path } = found!
  expectShown(witness, cell, found!.value, value, text)
  const before = states.slice(0, k).map(state => showValue(partAt(state, path)))
  expect(before, `${text}: it was there`).toContain(showValue(found!.value))
  expect(showValue(partAt(states[k], path)), `${text}: and is what it was at first`).toBe(before[0])
  const state = applyChanges(states[k] as State, [{ path, after: found!.value }])
  const step = witness.steps[k] as WitnessStep
  const { transition } = attempt(machine, state, moverOf(machine, step), step.script)
  if (text.includes('could not have been taken')) expect(transition, text).toBeUndefined()
  const to = /have (?:gone on|led back) to ⟦([^⟦]*)⟧/.exec(text)?.[1]
  if (transition?.effect.kind !== 'state') return
  checkChanged(witness, k, transition.effect.state, text)
  if (to === undefined) return
  expect(harmless(String(partAt(transition.effect.state, [step.process!, step.instance, 'pc']))), text).toBe(to)
}

/** Whether a step changed what a step of another process on the causal chain had read. */
function overtakes(witness: Witness, k: number): boolean {
  return overtakingsOf(witness).some(({ writer }) => writer === k)
}

/** Whether a step would have done something else under another constant. */
function isRepaired({ hinges = [] }: Witness, k: number): boolean {
  return hinges.some(({ steps }) => steps.some(({ step }) => step === k))
}

/** `So x = 1 and y = 2: the claim "c" is broken.` */
function checkUpshot(witness: Witness, states: readonly State[], text: string): void {
  const end = witness.claim.kind === 'transition' ? states.at(-2) : states.at(-1)
  const values = [
    ...text.matchAll(
      /(?:^So |^That was while |, | and )[^⟦,]*⟦([^⟦]*)⟧(?:\)|, bookkeeping\)| \(bookkeeping\))? = ⟦([^⟦]*)⟧/g,
    ),
  ]
  for (const [, cell, value] of values) expectShown(witness, cell, valuesIn(end).get(cell as string), value, text)
  const labels = [...text.matchAll(/⟦([^⟦]*)⟧ (?:is at ⟦([^⟦]*)⟧|has ended)/g)]
  for (const [, mover, label = 'done'] of labels) {
    const [, name = '', instance] = /^(.*) (\d+)$/.exec(mover as string) ?? []
    const found = Object.entries(end as State).find(([key]) => harmless(key) === name)
    const { pc } = (found as [string, { pc: string }[]])[1][Number(instance)] as { pc: string }
    expect(label === 'done' ? pc : shorten(showValue(pc), 60), text).toBe(label)
  }
  expect(values.length + labels.length, text).toBeGreaterThan(0)
  expect(text, 'it names the claim').toContain(`⟦${shorten(showName(witness.claim.name), 80)}⟧`)
}

/** `server 0 had yet to set x to 2 in store.`: at the end it stands there, and that value was never in the cell. */
function checkYetToCome(witness: Witness, states: readonly State[], text: string): void {
  const [, mover, its, cell = '', value, label] =
    /^⟦([^⟦]*)⟧ had yet to set (its )?[^⟦]*⟦([^⟦]*)⟧(?:\)|, bookkeeping\)| \(bookkeeping\))? to ⟦([^⟦]*)⟧ in ⟦([^⟦]*)⟧\.$/.exec(
      text,
    ) ?? []
  const pending = (witness.pending ?? []).find(
    one => showName(one.step) === label && [moverName(one), one.process].map(harmless).includes(mover as string),
  )
  expect(pending, text).toBeDefined()
  const after = applyChanges(states.at(-1) as State, pending!.changes)
  const own = its === undefined ? '' : `${showPath([pending!.process, pending!.instance])}.`
  const path = `${own}${cell}`
  expectShown(witness, cell, valuesIn(after).get(path), value, text)
  expect(
    states.map(state => showValue(valuesIn(state).get(path))),
    text,
  ).not.toContain(showValue(valuesIn(after).get(path)))
}

/** `Steps 4 to 15 repeat the same 3 steps 4 times; from round to round x rises from 1 to 5.` */
function checkRounds({ steps }: Witness, states: readonly State[], text: string): void {
  const [, first, last, length, times] =
    /^Steps (\d+) to (\d+) repeat the same (\d+) steps? (\d+) times/.exec(text) ?? []
  const [from, to, round] = [Number(first) - 1, Number(last), Number(length)]
  expect(to - from, text).toBe(round * Number(times))
  const names = steps.map(step => JSON.stringify([moverName(step), step.step]))
  for (let k = from + round; k < to; k++) expect(names[k], `${text}: step ${k + 1}`).toBe(names[k - round])
  for (const [, cell, way, start, end] of text.matchAll(/⟦([^⟦]*)⟧ (rises|falls) from ⟦([^⟦]*)⟧ to ⟦([^⟦]*)⟧/g)) {
    const starts = Array.from({ length: Number(times) + 1 }, (_, i) => states[from + i * round])
    const values = starts.map(state => Number(valuesIn(state).get(cell as string)))
    expect([values[0], values.at(-1)], text).toEqual([Number(start), Number(end)])
    const sorted = values.toSorted((a, b) => (way === 'rises' ? a - b : b - a))
    expect(values, text).toEqual(sorted)
  }
}

/** Of a short run the story tells each look that was no longer true, each write undone, and each last write that the claim saw. */
function checkNoneMissing(witness: Witness, states: readonly State[], named: ReadonlySet<number>): void {
  const { slice, steps } = witness
  const matters = steps.flatMap((_, k) => (slice?.steps[k]?.role === undefined ? [] : [k]))
  if (matters.length > 8) return
  const needed = [...seenByClaim(witness), ...resetsFound(witness, states)]
  const missing = needed.filter(k => !named.has(k) && k < steps.length - 1)
  expect(
    missing.map(k => k + 1),
    `told are ${[...named].map(k => k + 1)}`,
  ).toEqual([])
}

/** The steps that wrote what made the answer of the claim, labels apart. */
function seenByClaim({ slice }: Witness): number[] {
  return (slice?.claim ?? []).flatMap(({ writer, path, isMoot }) => {
    return writer === null || isMoot === true || path.length === 0 || path.at(-1) === 'pc' ? [] : [writer]
  })
}

/** The steps that gave a shared cell a value that it had before another process changed it, for a third that went by it. */
function resetsFound({ slice, steps }: Witness, states: readonly State[]): number[] {
  const names = steps.map(moverName)
  return steps.flatMap(({ changes }, k) =>
    changes.flatMap(({ path }) => {
      if (path[0] === steps[k]?.process) return []
      const at = (state: State | undefined): string => showValue(partAt(state, path))
      const isBack =
        states.slice(0, k).some(state => at(state) === at(states[k + 1])) && at(states[k]) !== at(states[k + 1])
      const set = steps.findLastIndex((step, j) => j < k && step.changes.some(change => doOverlap(change.path, path)))
      const isRead = slice?.steps.some(({ reads, role }, j) => {
        const isByOther = role === 'value' && names[j] !== names[k]
        return (
          isByOther &&
          reads.some(read => read.writer === k && read.isMoot !== true && showPath(read.path) === showPath(path))
        )
      })
      return isBack && isRead === true && set >= 0 && names[set] !== names[k] && slice?.steps[set]?.role !== undefined
        ? [set, k]
        : []
    }),
  )
}

/** What step `k` found, set and broke; where it carried on until a later one, what that had set in the end. */
function checkDeeds(
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
  const setting = did.replace(/added ⟦[^⟦]*⟧(?:(?:,| and) ⟦[^⟦]*⟧)*(?: and \d+ more)? to /g, 'added to ')
  for (const [, its, cell, value, look] of each('CELL = ⟦([^⟦]*)⟧(?: \\(read at \\{(\\d+)\\}\\))?')) {
    const state = look === undefined ? before : states[Number(look) - 1]
    expectShown(witness, cell, at(state, its, cell), value, `${text}: step ${look ?? k + 1} found it`)
    if (look !== undefined) expectStale(witness, Number(look) - 1, k, text)
  }
  for (const [, its, cell, value] of each('looked at CELL again, found ⟦([^⟦]*)⟧'))
    expectShown(witness, cell, at(before, its, cell), value, `${text}: step ${k + 1} found it`)
  for (const [, its, cell, old, back, value] of each('CELL (?:from ⟦([^⟦]*)⟧ )?(back )?to ⟦([^⟦]*)⟧', setting)) {
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
  if (did.includes('so did nothing')) {
    expect(
      step.changes.filter(({ path }) => path[0] !== step.process),
      text,
    ).toEqual([])
    expect(witness.slice?.steps[k]?.omitted?.length, `${text}: it would do something at the end`).toBeGreaterThan(0)
  }
  if (/(?<!so )did nothing|changed nothing/.test(did)) {
    const isLabel = ({ path }: { path: Path }): boolean => path[0] === step.process && path[2] === 'pc'
    expect(
      step.changes.filter(change => !isLabel(change)),
      text,
    ).toEqual([])
  }
  if (did.includes('did not wait'))
    expect(
      (witness.hinges ?? []).map(({ waits }) => waits?.step),
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
    'added ⟦([^⟦]*)⟧((?:(?:,| and) ⟦[^⟦]*⟧)*)(?: and (\\d+) more)? to CELL',
  )) {
    const [old, now] = [at(before, its, cell), at(after, its, cell)].map(list => (list as unknown[]).map(showValue))
    const gained = (now ?? []).filter(one => !old?.includes(one)).map(one => shorten(one, 60))
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
  for (const [, claim] of did.matchAll(/broke another claim, "⟦([^⟦]*)⟧/g))
    expect(
      (witness.broken ?? []).map(one => `${one.step} ${shorten(showName(one.claim), 80)}`),
      text,
    ).toContain(`${k} ${claim}`)
}

/** The look was its own, and another process changed the cell before it went by it. */
function expectStale(witness: Witness, look: number, k: number, text: string): void {
  const [looked, step] = [witness.steps[look], witness.steps[k]] as [WitnessStep, WitnessStep]
  expect(look, text).toBeLessThan(k)
  expect(moverName(looked), text).toBe(moverName(step))
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

/** Whether words are added to a cell when a rule is broken. */
function isOfRules(witness: Witness, cell: string): boolean {
  return wordsOf(witness, cell)?.added === 'broke a rule: it'
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
function checkWait(machine: Machine, witness: Witness, states: readonly State[], text: string): void {
  const end = valuesIn(states.at(-1))
  if (/^(?:Behind that|Likewise), /.test(text)) checkWaiters(witness, text)
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
  checkFreeing(machine, witness, states, text)
}

/** The label of an instance, by the name of it or of its process. */
function pcPath(machine: Machine, name: string): string {
  const found = machine.movers.find(one => harmless(one.name) === name) ?? {
    ...machine.movers.find(one => one.process !== null && harmless(one.process) === name)!,
  }
  return harmless(showPath([found.process ?? '', found.instance, 'pc']))
}

/** The cell got its value then, or the element came into it, and that has stayed so. */
function checkSince(states: readonly State[], cell: string | undefined, text: string): void {
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
function checkWaiters(witness: Witness, text: string): void {
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
  const waits = /, so ⟦[^⟦]*⟧ \(\{(\d+)\}\) would have waited/.exec(text)?.[1]
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

/** `, so label (3) would have found x = 1 and gone on to there`: in the same schedule under the other constant it does. */
function checkDiverted(witness: Witness, k: number, [state, effect]: [State, Effect | undefined], text: string): void {
  expect(effect?.kind, text).toBe('state')
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
function checkChanged(witness: Witness, k: number, after: State, text: string): void {
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

function moverOf(machine: Machine, step: WitnessStep): number {
  return machine.movers.findIndex(({ name }) => name === moverName(step))
}

/** Only what one process changed under another, and the other went by all the same, is called a race. */
function checkKind(witness: Witness, { kind, story }: Explanation): void {
  const movers = new Set(story.map(sentence => marked(sentence).split('⟧')[0]))
  if (kind === 'race') expect(movers.size, story.map(marked).join(' ')).toBeGreaterThan(1)
  if (kind === 'circle') expect((witness.waiting ?? []).length).toBeGreaterThan(1)
}
