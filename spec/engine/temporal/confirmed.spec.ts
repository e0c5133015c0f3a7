/** A run that is to show a violation is held against the definitions before it is shown. */

import { model, when } from 'interleave-checker'
import { expect, test } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { ClaimOutcome, Run } from '../../../src/outcome/outcome.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'

const machine = instantiate(
  model('turns')
    .shared(() => ({ turn: 0 }))
    .process('p', {
      count: 2,
      steps: {
        idle: () => 'idle' as const,
      },
    })
    .process('q', {
      steps: {
        go: s => {
          s.turn = 1
        },
        wait: s => void when(s.turn === 2),
      },
    })
    .fair({ weak: ['p', 'q'] })
    .eventually('turn', s => s.turn === 1)
    .eventually('end', s => s.q[0]?.pc === 'done')
    .canAlways('turn again', s => s.turn === 0)
    .canAlways('turn at last', s => s.turn === 1),
)
const moveOf = (mover: number) => ({ mover, script: [] })
const [p0, p1, q] = [moveOf(0), moveOf(1), moveOf(2)]

function witnessOf(name: string, moves: Run['moves'], loop?: number) {
  const kind = name.includes(' ') ? 'canAlways' : 'temporal'
  const run = { initial: 0, moves, ...(loop !== undefined && { loop }) }
  return buildWitness(machine, { name, kind, verdict: 'violated', steps: moves.length, run } as ClaimOutcome)
}

test('one that is fair, goes round and violates the claim is shown', () => {
  expect(witnessOf('end', [q, p0, p1], 1).loop).toMatchObject({ from: 1, heldUp: [] })
  expect(witnessOf('turn again', [q]).steps).toHaveLength(1)
})

test.each([
  ['is not fair to an instance', 'end', [q, p0], 1, 'its run was not fair'],
  ['is not fair to a process', 'end', [p0, p1], 0, 'its run was not fair'],
  ['does not violate the claim', 'turn', [q, p0, p1], 1, 'did not show it again'],
  ['does not lead back', 'end', [p0, q], 0, 'did not lead back'],
  ['stays where it could go on', 'end', [q], 1, 'could go on where it was to stay'],
  ['ends where the claim can come true', 'turn at last', [], undefined, 'did not show it again'],
] as const)('one that %s is refused', (_, name, moves, loop, words) => {
  expect(() => witnessOf(name, moves, loop)).toThrow(words)
})
