import { describe, expect, it } from 'vitest'
import { Origins } from '../../../src/machine/origins.ts'

const none = { isCopy: () => false }

function meetOthers(origins: Origins, count: number): void {
  for (let i = 0; i < count; i++) origins.meetOnCopy({ i }, none)
}

describe('an object that steps on plain copies put into states', () => {
  it('is kept when it comes a second time, however many came between at first', () => {
    const origins = new Origins(() => [])
    const constant = { constant: true }
    origins.meetOnCopy(constant, none)
    meetOthers(origins, 200_000)
    origins.meetOnCopy(constant, none)
    expect([...origins.objects.values()]).toEqual([constant])
  })

  it('is kept later, too, if not too many came between', () => {
    const origins = new Origins(() => [])
    meetOthers(origins, 200_000)
    const constant = { constant: true }
    origins.meetOnCopy(constant, none)
    meetOthers(origins, 16_384)
    origins.meetOnCopy(constant, none)
    expect([...origins.objects.values()]).toEqual([constant])
  })

  it('is not kept where it is a copy', () => {
    const origins = new Origins(() => [])
    const copy = { k: 1 }
    for (let i = 0; i < 3; i++) origins.meetOnCopy(copy, { isCopy: object => object === copy })
    expect(origins.objects.size).toBe(0)
  })
})
