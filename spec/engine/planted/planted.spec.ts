import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { plantedBugs } from './bugs.ts'
import { placesOf } from './plant.ts'

const checkout = fileURLToPath(new URL('../../..', import.meta.url))

describe('every planted bug', () => {
  it.each(plantedBugs.map(bug => [bug.bug, bug] as const))('can still be planted: %s', (_, bug) => {
    expect(placesOf(bug, checkout)).toBe(1)
    expect(bug.tests.filter(file => !existsSync(`${checkout}/${file}`))).toEqual([])
  })
})
