import { model } from 'interleave-checker'
import { expect, test } from 'vitest'
import { kmalloc, newSlab } from '../../../../models/kernel/slab.ts'
import { failing } from '../verdicts-of.ts'

test('a slab that is full is an error of the model', async () => {
  const full = model('full')
    .shared(() => ({ slab: newSlab(1) }))
    .process('task', { steps: { first: s => void kmalloc(s), second: s => void kmalloc(s) } })
  expect(await failing(full)).toEqual(['no step throws'])
})
