/**
 * Words and bytes: only one file turns numbers into addresses, so that the compiler detects if the two are mixed up.
 */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { addressIn, atWord, bytesOf, plus, wordsOf } from '../../../src/state/units.ts'

const src = fileURLToPath(new URL('../../../src/', import.meta.url))

test('an address above 2 GB is the same in bytes and in words', () => {
  const high = plus(atWord(0), 3 * 2 ** 28)
  expect(bytesOf(high)).toBe(3 * 2 ** 30)
  expect(wordsOf(bytesOf(high))).toBe(high)
})

test('a value at an address above 2 GB is read as it was written', () => {
  const words = new Int32Array(1)
  const high = bytesOf(atWord(3 * 2 ** 28))
  words[0] = high
  expect(addressIn(words, 0)).toBe(high)
})

test('no other file casts a number to an address', () => {
  const casts = readdirSync(src, { recursive: true })
    .map(String)
    .filter(
      file => /\.tsx?$/.test(file) && /\bas (WordAddress|ByteAddress)\b/.test(readFileSync(join(src, file), 'utf8')),
    )
  expect(casts).toEqual([join('state', 'units.ts')])
})
