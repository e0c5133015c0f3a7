import { check, model } from 'interleave-checker'
import { expect, it } from 'vitest'
import { notesOf } from '../../../src/ui/explanation.ts'
import { Timeline } from '../../../src/ui/timeline.ts'

it('notes beside a step only what that step did, not what several did together', async () => {
  const token = model('token')
    .shared(() => ({ at: 3, isSeen: false }))
    .process('ring', {
      steps: {
        pass: s => {
          s.at--
          if (s.at > 0) return 'pass'
        },
        see: s => {
          s.isSeen = s.at === 0
        },
      },
    })
    .invariant('it is not seen', s => !s.isSeen)
  const [witness] = (await check(token)).counterexamples
  const notes = [...notesOf(new Timeline(witness!)).values()]
  expect(notes.some(note => note.includes('isSeen'))).toBe(true)
  expect(notes.filter(note => note.includes('from 3 to 0'))).toEqual([])
})
