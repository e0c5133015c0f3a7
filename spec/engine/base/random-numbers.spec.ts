import { describe, expect, test } from 'vitest'
import { fingerprint } from '../../../src/base/fingerprint.ts'
import { RandomNumbers } from '../../../src/base/random-numbers.ts'

function numbers(seed: number, stream: number, length: number): number[] {
  const random = new RandomNumbers(seed, stream)
  return Array.from({ length }, () => random.next())
}

describe('random numbers', () => {
  test('are these, on every machine', () => {
    expect(numbers(1, 0, 4)).toMatchInlineSnapshot(`
      [
        573063952,
        3268221502,
        703077755,
        2308299391,
      ]
    `)
    expect(numbers(2 ** 40 + 1, 7, 2)).toMatchInlineSnapshot(`
      [
        2756680565,
        2377193570,
      ]
    `)
  })

  test('differ by seed, by its upper half, and by stream', () => {
    const all = [numbers(1, 0, 3), numbers(2, 0, 3), numbers(1, 1, 3), numbers(2 ** 32 + 1, 0, 3)].map(String)
    expect(new Set(all).size).toBe(4)
  })

  test('below a number are all there, each about as often as the others', () => {
    const random = new RandomNumbers(3, 0)
    const counts = Array.from({ length: 7 }, () => 0)
    for (let i = 0; i < 7000; i++) counts[random.below(7)]!++
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })

  test('below a number that is no power of two do not favour small ones', () => {
    const random = new RandomNumbers(4, 0)
    const most = 3 * 2 ** 30
    let small = 0
    for (let i = 0; i < 3000; i++) if (random.below(most) < 2 ** 30) small++
    // Half of them, if the last round of multiples counted.
    expect(Math.abs(small - 1000)).toBeLessThan(150)
  })

  test('give every order of three', () => {
    const random = new RandomNumbers(5, 0)
    const orders = new Set(Array.from({ length: 100 }, () => random.order(3).join('')))
    expect([...orders].sort()).toEqual(['012', '021', '102', '120', '201', '210'])
  })
})

test('a fingerprint is a whole number that differs between similar texts', () => {
  const texts = Array.from({ length: 20_000 }, (_, i) => `{"a":${i % 100},"b":${Math.floor(i / 100)}}`)
  const prints = texts.map(fingerprint)
  expect(new Set(prints).size).toBe(texts.length)
  expect(prints.every(Number.isSafeInteger)).toBe(true)
})
