/** Witnesses made by hand, for pages that models in tests would not lead to. */

import type { State } from '../../../src/machine/machine.ts'
import { type Witness, type WitnessStep, witnessFormat } from '../../../src/witness/witness.ts'
import { nasty } from './witnesses.ts'

export const attack = '</script><img src=x onerror=alert(1)><!--'

/** A witness all of whose texts are attacks. */
export const hostile: Witness = {
  format: witnessFormat,
  model: attack,
  variant: attack,
  constants: { [attack]: attack },
  spec: attack,
  claim: { name: attack, kind: 'assertion', verdict: 'violated' },
  message: `${attack}\u2028${nasty.join()}`,
  processes: [{ name: attack, count: 2 }],
  initial: {
    [`${attack}\u2028`]: [attack, nasty],
    [attack]: [
      { pc: attack, local: attack },
      { pc: attack, local: attack },
    ],
  },
  steps: [
    {
      process: attack,
      instance: 0,
      step: attack,
      choices: [attack],
      script: [0],
      changes: [{ path: [attack, 0, 'local'], before: attack, after: '\u2028' }],
    },
    { process: attack, instance: 1, step: attack, choices: [], script: [], changes: [] },
  ],
  others: [[{ process: null, instance: 0, step: attack, choices: [attack], script: [0] }], []],
  slice: {
    steps: [
      { reads: [{ path: [attack, 0, 'local'], value: attack, writer: null }], role: 'value' },
      { reads: [{ path: [attack, 0, 'local'], value: '\u2028', writer: 0 }], role: 'violation' },
    ],
    claim: [],
  },
  blocked: [
    {
      process: attack,
      instance: 1,
      step: attack,
      from: 0,
      to: 0,
      reads: [{ path: [`${attack}\u2028`], member: attack, value: true, writer: null }],
    },
  ],
  spans: [{ process: attack, instance: 0, name: attack, from: 0, to: 1 }],
  reproduce: attack,
}

const length = 300
const width = 100

/** A long run of a large model: four workers take turns at a hundred cells. */
export const large: Witness = {
  format: witnessFormat,
  model: 'large',
  variant: null,
  constants: { length, width },
  spec: null,
  claim: { name: 'nothing is counted', kind: 'invariant', verdict: 'violated' },
  processes: [{ name: 'worker', count: 4 }],
  initial: {
    cells: Array.from({ length: width }, (_, i) => ({ count: 0, owner: `nobody ${i}` })),
    worker: Array.from({ length: 4 }, () => ({ pc: 'count' })),
  } satisfies State,
  steps: Array.from({ length }, (_, k): WitnessStep => {
    const [cell, before] = [k % width, Math.floor(k / width)]
    const changes = [{ path: ['cells', cell, 'count'], before, after: before + 1 }]
    return { process: 'worker', instance: k % 4, step: 'count', choices: [cell], script: [cell], changes }
  }),
  others: Array.from({ length: length + 1 }, (_, k) =>
    Array.from({ length: 5 }, (_, i) => {
      return { process: 'worker', instance: (k + i) % 4, step: 'count', choices: [i], script: [i] }
    }),
  ),
  slice: {
    steps: Array.from({ length }, (_, k) => ({
      reads: Array.from({ length: 10 }, (_, i) => {
        const cell = (k + i) % width
        const writer = k + i - width < 0 ? null : k + i - width
        return { path: ['cells', cell, 'count'], value: Math.floor((k + i) / width), writer }
      }),
      role: 'value' as const,
    })),
    claim: [{ path: ['cells', 0, 'count'], value: 3, writer: 200 }],
  },
  blocked: [],
  spans: [{ process: 'worker', instance: 0, name: 'busy', from: 10, to: 250 }],
}
