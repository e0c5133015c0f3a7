import { describe, expect, test } from 'vitest'
import { assert, choose, model } from '../../../src/index.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { ClaimOutcome } from '../../../src/outcome/outcome.ts'
import { explore } from '../../../src/search/explore.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'
import { readWitness } from '../../../src/witness/read-witness.ts'
import type { Witness } from '../../../src/witness/witness.ts'
import { thrownBy } from '../base/thrown-by.ts'

const machine = instantiate(
  model('m', { n: 1, list: ['x'], limit: null })
    .shared(() => ({ x: 0, list: [0], 'odd key': { deep: null as null | { a: number } } }))
    .process('p', {
      count: 2,
      steps: {
        a: s => {
          s.x = choose(1, 2)
          s.list.push(7)
          s['odd key'].deep = { a: 1 }
        },
        b: s => assert(s.x !== 2, 'not two'),
      },
    })
    .action('never', () => {})
    .invariant('no seven', s => !s.list.includes(7))
    .transition('no growth', (before, after) => after.list.length <= before.list.length)
    .reachable('all ended', s => s.p.every(one => one.pc === 'done')),
)

const witnesses = (await explore(machine, { allClaims: true })).claims.flatMap((claim: ClaimOutcome) =>
  claim.run === undefined ? [] : [buildWitness(machine, claim, { spec: 'spec/m.ts', reproduce: 'again' })],
)

test('the witnesses read here are of several kinds', () => {
  expect(witnesses.map(({ claim }) => claim.kind).sort()).toEqual(['assertion', 'invariant', 'reachable', 'transition'])
})

test.each(witnesses.map(witness => [witness.claim.kind, witness] as const))(
  'a witness of a claim of kind %s is read back as it was written',
  (_, witness) => {
    expect(readWitness(JSON.stringify(witness))).toEqual(witness)
    expect(readWitness(JSON.stringify(witness, null, 2))).toEqual(witness)
  },
)

test('a witness with only the required fields is read', () => {
  const bare: Witness = {
    format: 'interleave-witness/1',
    model: 'm',
    variant: null,
    constants: {},
    spec: null,
    claim: { name: 'c', kind: 'invariant', verdict: 'violated' },
    processes: [],
    initial: {},
    steps: [],
    others: [[]],
  }
  expect(readWitness(JSON.stringify(bare))).toEqual(bare)
})

describe('a file is rejected, with the error and its place:', () => {
  const witness = witnesses.find(({ claim }) => claim.kind === 'invariant') as Witness

  /** The witness as JSON with one part changed. */
  function altered(path: string, value: unknown): string {
    const copy = JSON.parse(JSON.stringify(witness))
    const keys = path.split('.')
    const last = keys.pop() as string
    let at = copy
    for (const key of keys) at = at[key]
    if (value === undefined) delete at[last]
    else at[last] = value
    return JSON.stringify(copy)
  }

  test.each([
    ['empty', '', 'Unexpected end of JSON input'],
    ['no JSON', 'hello', /Unexpected token .*is not valid JSON/],
    ['cut off', JSON.stringify(witness).slice(0, -20), /JSON at position/],
    ['no object', '[]', /^format: Invalid key/],
    ['null', 'null', 'the whole file: Invalid type: Expected Object but received null'],
    [
      'another format',
      '{ "format": "interleave/1" }',
      'format: Invalid type: Expected "interleave-witness/1" but received "interleave/1"',
    ],
  ])('%s', (_, text, message) => {
    expect(thrownBy(() => readWitness(text))).toHaveProperty('cause.message', expect.stringMatching(message))
  })

  test.each([
    ['model', undefined, /^model: Invalid key: Expected "model" but received undefined$/],
    ['initial', [1], /^initial: Expected an object$/],
    ['initial', 3, /^initial: Expected an object$/],
    ['constants', null, /^constants: Expected an object$/],
    ['claim.kind', 'hunch', /^claim\.kind: Invalid type/],
    ['claim.verdict', 'holds', /^claim\.verdict: Invalid type/],
    ['steps', {}, /^steps: Invalid type/],
    ['steps.0.instance', '0', /^steps\.0\.instance: Invalid type: Expected number but received "0"$/],
    ['steps.0.step', undefined, /^steps\.0\.step: Invalid key/],
    ['steps.0.changes.0.path', [], /^steps\.0\.changes\.0\.path: Invalid length/],
    ['others.0.0.away', 1, /^others\.0\.0\.away: Invalid type/],
    ['steps.0.changes.0.path', ['no', 'such', 'cell'], /^its changes do not fit its states$/],
    ['steps.0.changes.0.path', ['list', 9], /^its changes do not fit its states$/],
    ['steps.0.changes.0.path', ['x', 'y'], /^its changes do not fit its states$/],
    ['others', [], /^others: there are 2 states and 0 lists of other steps$/],
    ['others.1', undefined, /^others/],
    ['processes.0.count', 3, /^state 0 does not have the 3 instances of process 'p'$/],
    ['processes.0.name', 'q', /^state 0 does not have the 2 instances of process 'q'$/],
    ['initial.p', {}, /^its changes do not fit its states$/],
    ['initial.p.1.pc', undefined, /^state 0 does not have the 2 instances of process 'p'$/],
    ['steps.0.process', 'q', /^processes: there is no 'q', which takes a step$/],
    ['steps.0.instance', 2, /^processes: there is no p 2, which takes a step$/],
    ['others.0.0.instance', -1, /^processes: there is no p -1, which takes a step$/],
    ['waiting', [{ process: 'p', instance: 0.5, step: 'a' }], /^processes: there is no p 0\.5, which takes a step$/],
  ])('a witness whose %s is %j', (path, value, message) => {
    expect(thrownBy(() => readWitness(altered(path, value)))).toHaveProperty(
      'cause.message',
      expect.stringMatching(message),
    )
  })

  test('a value that is not plain data', () => {
    const text = altered('initial.x', 'HERE').replace('"HERE"', '1e999')
    expect(thrownBy(() => readWitness(text))).toHaveProperty(
      'cause.message',
      expect.stringMatching(/^its changes do not fit|^initial/),
    )
  })
})
