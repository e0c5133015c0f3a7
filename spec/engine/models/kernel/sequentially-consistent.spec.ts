import { relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { instantiate } from '../../../../src/machine/instantiate.ts'
import { allSpecs, variantsOf } from '../../specs/all-specs.ts'

const families = ['spec/drivers', 'spec/kernel', 'spec/mappers', 'spec/modes', 'spec/rcu']

const ofKernel = (await allSpecs())
  .map(({ file, spec }) => ({ name: relative('.', file), spec }))
  .filter(({ name }) => families.some(family => name.startsWith(`${family}/`)))

function machinesOf({ spec }: (typeof ofKernel)[number]) {
  return [undefined, ...variantsOf(spec)].map(variant => instantiate(spec, variant === undefined ? {} : { variant }))
}

describe('kernel models', () => {
  it('are found', () => {
    expect(ofKernel.length).toBeGreaterThan(60)
  })

  // What one task does alone is the same whatever the order in which others see it.
  it.each(ofKernel)('$name says that memory is sequentially consistent, or has one task', one => {
    for (const machine of machinesOf(one))
      if (machine.movers.length > 1) expect(machine.words.caveat).toMatch(/sequential consistency/)
  })
})
