import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { model, type StepName } from '../../../src/index.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { Mover } from '../../../src/machine/machine.ts'
import { stepName } from '../../../src/machine/step-name.ts'
import { expectSameOutcome } from '../search/same-outcome.ts'

const m = model('m')
  .shared(() => ({ n: 0 }))
  .process('p', { steps: { go: s => void s.n++ } })

describe('the step that a transition claim gets', () => {
  const step = stepName(instantiate(m).movers[0] as Mover, 'go')

  test('has a process, an instance and a step', () => {
    expect({ ...step }).toEqual({ process: 'p', instance: 0, step: 'go' })
  })

  test('can be printed', () => {
    expect(JSON.stringify(step)).toBe('{"process":"p","instance":0,"step":"go"}')
    expect(inspect(step)).toContain("step: 'go'")
    expect(String(step)).toBe('[object Object]')
  })

  const refused = {
    code: 'unknown-key',
    message: expect.stringMatching(
      /^model 'm': claim 'c': step has no 'label': its fields are process, instance, step\./,
    ),
  }
  const peeks: [string, (step: StepName) => boolean][] = [
    ['read', step => (step as { label?: string }).label !== 'go'],
    ['asked for', step => !('label' in step)],
    ['taken out', step => (({ label }: { label?: string }) => label !== 'go')(step as object)],
  ]
  test.each(peeks)('has no other field to be %s, under either engine', async (_, peek) => {
    const claimed = m.transition('c', (_before, _after, step) => peek(step))
    expect(await expectSameOutcome(instantiate(claimed), {})).toMatchObject(refused)
    const premise = m.transition('c', { given: (_before, _after, step) => peek(step), then: () => true })
    expect(await expectSameOutcome(instantiate(premise), {})).toMatchObject(refused)
  })
})
