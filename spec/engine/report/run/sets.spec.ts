import { describe, expect, test } from 'vitest'
import { add, model, remove, setOf } from '../../../../src/index.ts'
import { witnessToLanes } from '../../../../src/report/run/witness-lanes.ts'
import { witnessToMermaid } from '../../../../src/report/run/witness-mermaid.ts'
import { witnessToText } from '../../../../src/report/run/witness-text.ts'
import { Timeline } from '../../../../src/ui/timeline.ts'
import type { Witness } from '../../../../src/witness/witness.ts'
import { witnessOf } from '../../witness/sliced-witness.ts'

interface Message {
  kind: string
  term: number
}

const question: Message = { kind: 'please vote', term: 1 }
const answer: Message = { kind: 'vote', term: 2 }

/** A message is taken out of a set, and another one comes in its place. */
async function exchange(): Promise<Witness> {
  const source = model('network')
    .shared(() => ({ net: setOf<Message>(question), votes: setOf<number>(0) }))
    .process('node', {
      steps: {
        reply: s => {
          remove(s.net, question)
          add(s.net, answer)
          remove(s.votes, 0)
          add(s.votes, 1)
        },
      },
    })
    .invariant('no answer', s => [...s.net].every(({ kind }) => kind !== 'vote'))
  return witnessOf(source, 'no answer')
}

describe('a set of which a member was exchanged', () => {
  test('has lost one and gained another, whatever their places', async () => {
    const witness = await exchange()
    const [swap, votes] = new Timeline(witness).changesAt(1, 80)
    expect(swap).toBe('net: - {kind: "please vote", term: 1}, + {kind: vote, term: 2}')
    expect(votes).toBe('votes: - 0, + 1')
  })

  test('is so in every report', async () => {
    const witness = await exchange()
    for (const report of [witnessToText(witness, { width: 120 }), witnessToLanes(witness), witnessToMermaid(witness)]) {
      expect(report).not.toMatch(/net\[0\]\.|votes\[0\]/)
      expect(report).toMatch(/- 0,\s+\+ 1/)
    }
  })

  test('is reported as what was taken out and added', async () => {
    const text = witnessToText(await exchange(), { width: 300 })
    expect(text).toContain('took {kind: "please vote", term: 1} out of net and added {kind: vote, term: 2}')
  })
})
