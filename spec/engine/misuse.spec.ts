/** Each export of the package in the hands of plain JavaScript: every wrong call is an error with a code. */

import * as interleave from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { instantiate } from '../../src/machine/instantiate.ts'
import { explore } from '../../src/search/explore.ts'
import { rejectionOf, thrownBy } from './base/thrown-by.ts'

// As plain JavaScript sees them: without types.
type Loose = Record<string, (...args: unknown[]) => never>
const {
  alike,
  expectations,
  model,
  oneOf,
  permutations,
  prefixed,
  product,
  readWitness,
  setOf,
  stepping,
  subsets,
  verdictTable,
} = interleave as unknown as Loose
const loose = interleave as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>

const m = interleave
  .model('m', { n: 1, free: null })
  .shared(() => ({ x: 0 }))
  .process('p', { steps: { a: () => {} } })
  .variant('v', { n: 2 })
const bare = interleave.model('bare') as unknown as Loose
const any = m as unknown as Loose
const yes = () => true
const table = interleave.verdictTable({ title: 't', columns: { c: '' }, rows: { r: '' }, defects: { d: '' } })
const anyTable = table as unknown as Loose

test('the exports that are functions are these', () => {
  const functions = Object.entries(interleave).filter(([, value]) => typeof value === 'function')
  expect(functions.map(([name]) => name).sort()).toEqual([
    'InternalError',
    'ModelError',
    'NotHolding',
    'UsageError',
    'add',
    'alike',
    'assert',
    'assertHolds',
    'at',
    'check',
    'choose',
    'defineConfig',
    'drop',
    'expectations',
    'get',
    'has',
    'idOf',
    'ids',
    'isEnabled',
    'joined',
    'model',
    'oneOf',
    'orderedMap',
    'perId',
    'permutations',
    'pick',
    'prefixed',
    'product',
    'put',
    'readWitness',
    'remove',
    'renderSvg',
    'setOf',
    'size',
    'statesOf',
    'stepping',
    'subsets',
    'verdictTable',
    'when',
    'witnessToDot',
    'witnessToHtml',
    'witnessToItf',
    'witnessToLanes',
    'witnessToMermaid',
    'witnessToText',
  ])
})

describe.each(['check', 'assertHolds'])('%s', name => {
  test.each([
    [[], 'not-a-model', 'expected a model, but got undefined'],
    [[{}], 'not-a-model', 'but got an instance of Object'],
    [[null], 'not-a-model', 'but got null'],
    [['spec/lock.ts'], 'not-a-model', 'but got a string'],
    [[{ default: m }], 'not-a-model', 'that is the default export'],
    [[Promise.resolve(m)], 'not-a-model', 'Await it'],
    [[{ description: {} }], 'not-a-model', 'expected a model'],
    [[m, 'fast'], 'bad-option', 'but got a string'],
    [[m, null], 'bad-option', 'but got null'],
    [[m, []], 'bad-option', 'but got an array'],
    [[m, { engine: 'spin' }], 'bad-option', 'footprint, reference'],
    [[m, { engine: 'toString' }], 'bad-option', 'footprint, reference'],
    [[m, { engine: 3 }], 'bad-option', "'engine'"],
    [[m, { maxState: 3 }], 'bad-option', 'maxStates'],
    [[m, { maxStates: 'x' }], 'bad-limit', 'maxStates'],
    [[m, { maxStates: '5' }], 'bad-limit', 'maxStates'],
    [[m, { maxStates: Number.NaN }], 'bad-limit', 'maxStates'],
    [[m, { maxSeconds: -1 }], 'bad-limit', 'maxSeconds'],
    [[m, { allClaims: 'yes' }], 'bad-option', "'allClaims'"],
    [[m, { onProgress: true }], 'bad-option', "'onProgress'"],
    [[m, { signal: 'stop' }], 'bad-option', "'signal'"],
    [[m, { variant: 'nope' }], 'unknown-variant', "'v'"],
    [[m, { variant: 3 }], 'bad-option', "'variant'"],
    [[m, { set: { readerz: 1 } }], 'unknown-constant', 'n, free'],
    [[m, { set: { n: '1' } }], 'bad-constant', 'is a number'],
    [[m, { set: { n: undefined } }], 'bad-constant', 'is a number'],
    [[m, { set: { free: () => 1 } }], 'bad-constant', 'a function'],
    [[m, { set: { free: new Map() } }], 'bad-constant', 'an instance of Map'],
    [[m, { set: { free: { deep: [undefined] } } }], 'bad-constant', 'deep[0] is undefined'],
    [[m, { set: [] }], 'bad-option', "'set'"],
    [[m, { set: 'n=1' }], 'bad-option', "'set'"],
  ])('rejects %j as a wrong call: %s', async (args, code, words) => {
    expect(await rejectionOf((loose[name] as Loose[string])(...args))).toMatchObject({
      name: 'UsageError',
      code,
      message: expect.stringContaining(words),
    })
  })
})

test('a limit that is not a number is rejected by the search too, which commands call directly', async () => {
  const limits = { maxStates: '5' } as unknown as { maxStates: number }
  expect(await rejectionOf(explore(instantiate(m), limits))).toMatchObject({ name: 'UsageError', code: 'bad-limit' })
})

describe('a witness is rejected', () => {
  test.each([['{'], [''], ['[]'], ['{}'], ['null'], [undefined], [{}], ['{"format":"other"}']])(
    'by readWitness if it is %j',
    given => {
      expect(thrownBy(() => (readWitness as Loose[string])(given))).toMatchObject({
        name: 'UsageError',
        code: 'not-a-witness',
      })
    },
  )

  const showing = Object.keys(interleave).filter(name => /^witnessTo|^statesOf$/.test(name))
  test.each(
    showing.flatMap(name => [undefined, null, {}, 'text', { counterexamples: [] }].map(given => [name, given])),
  )('by %s if it is %j', (name, given) => {
    expect(thrownBy(() => (loose[name as string] as Loose[string])(given))).toMatchObject({
      name: 'UsageError',
      code: 'not-a-witness',
    })
  })
})

test('a graph that is not a string gives a result that says so, since drawing never throws', async () => {
  expect(await loose.renderSvg?.(undefined)).toMatchObject({ kind: 'failed', reason: expect.any(String) })
})

const wrong: readonly (readonly [string, () => unknown, string, string])[] = [
  ['model()', () => model?.(), 'bad-argument', 'a string as its name'],
  ['model(5)', () => model?.(5), 'bad-argument', 'a string as its name'],
  ['model(m, 3)', () => model?.('m', 3), 'bad-argument', 'constants'],
  ['model(m, [])', () => model?.('m', []), 'bad-argument', 'constants'],
  ['model with a Date', () => model?.('m', { d: new Date() }), 'not-plain-data', 'd is an instance of Date'],
  ['shared(state)', () => bare.shared?.({ n: 0 }), 'bad-argument', 'a function'],
  ['process()', () => any.process?.(), 'bad-argument', 'a string as its name'],
  ['process(p2)', () => any.process?.('p2'), 'bad-argument', '{ steps, ... }'],
  ['process without steps', () => any.process?.('p2', {}), 'bad-argument', "'steps'"],
  ['process with locals', () => any.process?.('p2', { steps: { a() {} }, locals: {} }), 'bad-argument', "'locals'"],
  ['mayRest', () => any.process?.('p2', { steps: { a() {} }, mayRest: 'a' }), 'bad-argument', "'mayRest'"],
  ['action(a)', () => any.action?.('a'), 'bad-argument', 'a function'],
  ['action(step)', () => any.action?.(() => {}), 'bad-argument', 'a string as its name'],
  ['invariant(c)', () => any.invariant?.('c'), 'bad-argument', '{ given, then }'],
  ['invariant(claim)', () => any.invariant?.(() => true), 'bad-argument', '{ given, then }'],
  ['invariant without then', () => any.invariant?.('c', { given: () => true }), 'bad-argument', "'then'"],
  ['transition(t)', () => any.transition?.('t'), 'bad-argument', 'a function'],
  ['refines(r)', () => any.refines?.('r'), 'bad-argument', 'a model to be refined'],
  ['refines without a state', () => any.refines?.('r', any, 3), 'bad-argument', 'the state of the refined model'],
  ['reachable(r)', () => any.reachable?.('r', true), 'bad-argument', 'a function'],
  ['eventually(e)', () => any.eventually?.('e'), 'bad-argument', 'a function of the state'],
  ['leadsTo(l, p)', () => any.leadsTo?.('l', () => true), 'bad-argument', 'a function of the state'],
  ['infinitelyOften(i, true)', () => any.infinitelyOften?.('i', true), 'bad-argument', 'a function of the state'],
  ['eventuallyAlways()', () => any.eventuallyAlways?.(), 'bad-argument', 'a function of the state'],
  ['within(w)', () => any.within?.('w'), 'bad-argument', 'a function'],
  ['assume(a)', () => any.assume?.('a'), 'bad-argument', 'a function of the constants'],
  ['canAlways(c)', () => any.canAlways?.('c'), 'bad-argument', 'a function of the state'],
  ['canAlways for each', () => any.canAlways?.('c', yes, { of: 'q' }), 'bad-name', "'p'"],
  ['canAlways with fairness', () => any.canAlways?.('c', yes, { fair: {} }), 'bad-argument', "nothing but 'of'"],
  ['temporal(t)', () => any.temporal?.('t'), 'bad-argument', 'returns a formula'],
  ['temporal of nothing', () => any.temporal?.('t', () => undefined), 'bad-argument', 'a formula'],
  [
    'a part of a formula',
    () => any.temporal?.('t', (f: unknown) => (f as Loose).always?.(true)),
    'bad-argument',
    'a formula',
  ],
  ['taken(x)', () => any.temporal?.('t', (f: unknown) => (f as Loose).taken?.('p: b')), 'bad-name', "action 'p: b'"],
  [
    'taken by nobody',
    () => any.temporal?.('t', (f: unknown) => (f as Loose).takenByMe?.()),
    'bad-argument',
    "{ of: '...' }",
  ],
  ['eventually of x', () => any.eventually?.('e', yes, { of: 'x' }), 'bad-name', "'x', which is not a process"],
  ['eventually with on', () => any.eventually?.('e', yes, { on: 'p' }), 'bad-argument', "'of' and 'fair'"],
  ['eventually(e, p, p)', () => any.eventually?.('e', yes, 'p'), 'bad-argument', 'an object'],
  ['fair()', () => any.fair?.(), 'bad-argument', "'weak' and 'strong'"],
  ['fair(p)', () => any.fair?.('p'), 'bad-argument', "'weak' and 'strong'"],
  ['fair to one', () => any.fair?.({ weak: 'p' }), 'bad-argument', "a list of names as 'weak'"],
  ['fairly', () => any.fair?.({ fairly: ['p'] }), 'bad-argument', "nothing but 'weak' and 'strong'"],
  ['fair to 3', () => any.fair?.({ strong: [3] }), 'bad-argument', 'the name of a process'],
  ['fair to nobody', () => any.fair?.({ weak: ['q'] }), 'bad-name', "'p: a'"],
  ['fair to each choice of a process', () => any.fair?.({ weak: [{ eachChoiceOf: 'p' }] }), 'bad-name', "'p: a'"],
  [
    'fair to a step',
    () => any.fair?.({ weak: ['p: aa'] }),
    'bad-name',
    "The steps of 'p' are: 'p: a'. Did you mean 'p: a'?",
  ],
  ['fair to each choice of x', () => any.fair?.({ weak: [{ eachChoiceOf: 'x' }] }), 'bad-name', "'x'"],
  [
    'fair to no choice',
    () => any.fair?.({ weak: [{ eachChoiceOf: 'p: a', choices: 0 }] }),
    'bad-argument',
    'from 1 on',
  ],
  ['fair by choice', () => any.fair?.({ weak: [{ eachChoiceOf: 'p: a', by: 1 }] }), 'bad-argument', "'choices'"],
  ['once(true)', () => any.temporal?.('t', (f: unknown) => (f as Loose).once?.(true)), 'bad-argument', 'a formula'],
  ['variant with fairness of x', () => any.variant?.('w', {}, { fair: { weak: ['x'] } }), 'bad-name', "'x'"],
  ['variant with more', () => any.variant?.('w', {}, { fairness: {} }), 'bad-argument', "nothing but 'fair'"],
  ['span(p, s)', () => any.span?.('p', 's'), 'bad-argument', 'a function'],
  ['variant(w)', () => any.variant?.('w'), 'bad-argument', 'an object with constants'],
  ['variants()', () => any.variants?.(), 'bad-argument', 'at least one axis'],
  ['variants({})', () => any.variants?.({}), 'bad-argument', 'at least one point'],
  ['variants(name)', () => any.variants?.({ w: 1 }), 'bad-argument', 'an object with constants'],
  ['variants(no values)', () => any.variants?.({ n: [] }), 'bad-argument', "at least one value of 'n'"],
  ['variants([null])', () => any.variants?.({ n: [null] }), 'bad-argument', 'give other values names of your own'],
  ['variants(two at once)', () => any.variants?.({ n: [1], k: [2] }), 'bad-argument', 'an axis of its own'],
  ['variants(twice)', () => any.variants?.({ w: { n: 1 } }, { n: [2] }), 'duplicate-name', "both set the constant 'n'"],
  ['variants(v)', () => any.variants?.({ v: {} }), 'duplicate-name', "'v'"],
  ['variants(base)', () => any.variants?.({ base: {} }), 'bad-name', "'base'"],
  ["variants('')", () => any.variants?.({ '': {} }), 'bad-name', 'empty name'],
  ['withoutVariants(w)', () => any.withoutVariants?.('w'), 'bad-name', 'Its variants are: v'],
  ['subsets(n)', () => subsets?.(3), 'bad-argument', 'a list'],
  ['product(n)', () => product?.(3), 'bad-argument', 'lists'],
  ['permutations()', () => permutations?.(), 'bad-argument', 'a list'],
  ['oneOf(state)', () => oneOf?.({ n: 0 }), 'bad-argument', 'a list'],
  ['prefixed(a)', () => prefixed?.('a'), 'bad-argument', 'steps'],
  ['prefixed(steps)', () => prefixed?.({ a() {} }), 'bad-argument', 'a string'],
  ['setOf(Map)', () => setOf?.(new Map()), 'not-plain-data', 'an instance of Map'],
  ['expectations(m)', () => expectations?.(m), 'bad-argument', 'an expectation for each variant'],
  ['expectations of nope', () => expectations?.(m, { base: {}, v: {}, nope: {} }), 'bad-expectation', "'nope'"],
  ['a lasso', () => expectations?.(m, { base: { fails: { c: [3, -1] } } }), 'bad-argument', '[stem, loop]'],
  ['a length', () => expectations?.(m, { base: { fails: { c: 'soon' } } }), 'bad-argument', "'never' for 'c'"],
  ['fails', () => expectations?.(m, { base: { fails: ['c'] } }), 'bad-argument', "'fails'"],
  ['a census', () => expectations?.(m, { base: { census: [1, 2] } }), 'bad-argument', "'census'"],
  ['another key', () => expectations?.(m, { base: { fail: {} } }), 'bad-argument', "'fails', 'within' and 'census'"],
  ['expectations(m, 1, {})', () => expectations?.(m, 1, {}), 'bad-argument', '{ claims, rules }'],
  ['expectations(m, {}, 1)', () => expectations?.(m, {}, 1), 'bad-argument', 'an expectation for each variant'],
  ['nothing of base', () => expectations?.(m, {}, { v: {} }), 'bad-expectation', "there is no expectation for 'base'"],
  ['rule: no list', () => expectations?.(m, { rules: 1 }, {}), 'bad-argument', "a list as 'rules'"],
  ['rules misspelt', () => expectations?.(m, { rule: [] }, {}), 'bad-argument', "'claims' and 'rules'"],
  ['rule: no object', () => expectations?.(m, { rules: [1] }, {}), 'bad-argument', 'a rule of expectations'],
  ['rule without where', () => expectations?.(m, { rules: [{}] }, {}), 'bad-argument', "'where'"],
  ['rule: variant', () => expectations?.(m, { rules: [{ where: ['w'] }] }, {}), 'bad-expectation', "a variant 'w'"],
  [
    'rule: constant',
    () => expectations?.(m, { rules: [{ where: { k: 1 } }] }, {}),
    'bad-expectation',
    "a constant 'k'",
  ],
  [
    'rule: of none',
    () => expectations?.(m, { rules: [{ where: [] }] }, {}),
    'bad-expectation',
    'rule 1 applies to no setting',
  ],
  ['claims', () => expectations?.(m, { claims: { c: 'nope' } }, {}), 'bad-expectation', "no claim 'nope'"],
  [
    'claim without a short name',
    () => expectations?.(m, { claims: {} }, { base: { fails: { c: 1 } }, v: {} }),
    'bad-expectation',
    "short name 'c'",
  ],
  [
    'holds, of what no rule has failing',
    () => expectations?.(m, {}, { base: { fails: { c: 'holds' } }, v: {} }),
    'bad-expectation',
    'no rule expects it to fail',
  ],
  ['exception: length', () => expectations?.(m, {}, { base: { fails: { c: -1 } }, v: {} }), 'bad-argument', "for 'c'"],
  [
    'exception: part',
    () => expectations?.(m, {}, { base: { fial: {} }, v: {} }),
    'bad-argument',
    "'fails', 'within' and 'census'",
  ],
  ['alike(v)', () => alike?.('v', {}), 'bad-argument', 'a list of names'],
  ['alike([1])', () => alike?.([1], {}), 'bad-argument', 'names of variants'],
  ['alike([v])', () => alike?.(['v']), 'bad-argument', 'an object'],
  ['verdictTable()', () => verdictTable?.(), 'bad-argument', '{ title, columns, rows }'],
  ['verdictTable({})', () => verdictTable?.({}), 'bad-argument', "'title'"],
  ['verdictTable without rows', () => verdictTable?.({ title: 't', columns: {} }), 'bad-argument', "'rows'"],
  ['rows as a list', () => verdictTable?.({ title: 't', columns: {}, rows: ['a'] }), 'bad-argument', "'rows'"],
  ['analysis()', () => anyTable.analysis?.(), 'bad-argument', 'an object'],
  ['analysis of x', () => anyTable.analysis?.({ x: {} }), 'bad-table', "no row 'x'"],
  ['place(m)', () => anyTable.place?.(m), 'bad-argument', 'an object'],
  ['place without rows', () => anyTable.place?.(m, { columns: {} }), 'bad-argument', "'rows'"],
  ['place of a setting', () => anyTable.place?.(m, { columns: { c: 'base' }, rows: {} }), 'bad-argument', 'a list'],
  ['place of nope', () => anyTable.place?.(m, { columns: { c: ['nope'] }, rows: {} }), 'bad-table', "'nope'"],
  ['mutant', () => anyTable.mutant?.('d', m, { settings: 'base', caughtBy: [] }), 'bad-argument', 'settings'],
  ['remark', () => anyTable.remark?.('r', 'text'), 'bad-argument', '{ rows, columns }'],
  ['leaveOut', () => anyTable.leaveOut?.({ rows: 'r', columns: ['c'] }, ''), 'bad-argument', 'rows'],
  ['leaveOutDefects', () => anyTable.leaveOutDefects?.('d', ''), 'bad-argument', 'defects'],
  ['compare', () => anyTable.compare?.({ before: 'c', after: 'c' }), 'bad-argument', 'findings'],
  ['when', () => interleave.when(true), 'out-of-step', 'outside a step'],
  ['isEnabled', () => interleave.isEnabled({}, 'p'), 'out-of-claim', 'outside a claim'],
  ['choose', () => interleave.choose(1), 'out-of-step', 'outside a step'],
  ['assert', () => interleave.assert(true), 'out-of-step', 'outside a step'],
]

test.each(wrong)('%s is an error of the model with a code', (_, call, code, words) => {
  expect(thrownBy(call)).toMatchObject({ name: 'ModelError', code, message: expect.stringContaining(words) })
})

test.each([
  ['expectations', () => expectations?.({}, {})],
  ['expectations of nothing', () => expectations?.(undefined, {})],
  ['place', () => anyTable.place?.({}, { rows: {}, columns: {} })],
  ['mutant', () => anyTable.mutant?.('d', 'm', {})],
  ['stepping', () => stepping?.({})],
])('%s rejects a value that is not a model', (_, call) => {
  expect(thrownBy(call)).toMatchObject({ name: 'UsageError', code: 'not-a-model' })
})

test('a wrong description names its location', () => {
  const error = thrownBy(() => any.action?.('a'))
  expect(error).toHaveProperty('where', expect.stringMatching(/^spec\/engine\/misuse\.spec\.ts:\d+$/))
})

test.each([[[]], [[null]], [['specs']]])('defineConfig rejects %j', args => {
  const { defineConfig } = interleave as unknown as Loose
  expect(thrownBy(() => (defineConfig as (...args: unknown[]) => unknown)(...args))).toMatchObject({
    name: 'UsageError',
    code: 'bad-config',
  })
})
