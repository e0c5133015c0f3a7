/** Where the keys of the state itself come and go, every read is one of the whole state, and a story names no cell by it. */

import { type AnyModel, model, when } from 'interleave-checker'
import { expect, test } from 'vitest'
import { instantiate } from '../../../../src/machine/instantiate.ts'
import { failuresWithRun } from '../../../../src/outcome/outcome.ts'
import { explanationOf } from '../../../../src/report/run/why.ts'
import { explore } from '../../../../src/search/explore.ts'
import { buildWitness } from '../../../../src/witness/build-witness.ts'
import { expectStoryHolds } from './borne-out.ts'

const session = model('session')
  .shared((): { n: number; token?: number } => ({ n: 0 }))
  .process('client', {
    count: 2,
    steps: {
      login: (s, me) => {
        s.token = me.id
      },
      use: s => {
        when(s.token === 0)
        s.n += 1
        delete s.token
      },
    },
  })

const claimed = session
  .mayDeadlock()
  .invariant('used once', s => s.n < 2)
  .invariant('a token', s => s.n === 0)

test.each([
  ['a deadlock', session],
  ['a violation', claimed],
] as [string, AnyModel][])('the story of %s holds', async (_, given) => {
  const machine = instantiate(given)
  const [failure] = failuresWithRun(await explore(machine))
  const witness = buildWitness(machine, failure as NonNullable<typeof failure>)
  expectStoryHolds(machine, witness)
  const story = explanationOf(witness)?.story ?? []
  expect(story.length).toBeGreaterThan(0)
  expect(JSON.stringify(story)).not.toContain('the value itself')
})
