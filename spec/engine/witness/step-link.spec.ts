import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonical, type Plain } from '../../../src/base/plain.ts'
import { isSameStep, type NamedStep, readStepLink, stepLink } from '../../../src/witness/step-link.ts'

test.each<[NamedStep, string]>([
  [{ process: 'reader', instance: 0, step: 'enter', choices: [] }, 'reader.0.enter'],
  [{ process: 'reader', instance: 12, step: 'eat', choices: ['rice', 1] }, 'reader.12.eat~%5B%22rice%22%2C1%5D'],
  [{ process: null, instance: 0, step: 'lose a message', choices: [] }, 'lose%20a%20message'],
  [{ process: 'a.b', instance: 1, step: 'kmap: x~y', choices: [] }, 'a%2Eb.1.kmap%3A%20x%7Ey'],
])('the link to a step is readable: %j', (step, link) => {
  expect(stepLink(step)).toBe(link)
})

const name = fc.string({ unit: 'grapheme', minLength: 1 })
// That key is no part of plain data.
const value = (fc.jsonValue() as fc.Arbitrary<Plain>).filter(json => !JSON.stringify(json).includes('"__proto__"'))
const choices = fc.array(value)
const step = fc.record({ process: fc.option(name), instance: fc.nat(), step: name, choices })

test('a link leads to its step, and can be part of a comma-separated list in a URL', () => {
  fc.assert(
    fc.property(step, given => {
      const named = given.process === null ? { ...given, instance: 0 } : given
      const link = stepLink(named)
      const read = readStepLink(link)
      expect(link).toMatch(/^[\w%.~-]+$/)
      expect(read).toBeDefined()
      expect(isSameStep(read as NamedStep, named), `${link} ${canonical(read)}`).toBe(true)
    }),
  )
})

test.each(['', 'a.b', 'a.b.c.d', 'a.x.c', 'a.0.c~', 'a.0.c~%5B', 'a.0.c~1', 'a~[]~[]', '%'])('%j is no link', link => {
  expect(readStepLink(link)).toBeUndefined()
})
