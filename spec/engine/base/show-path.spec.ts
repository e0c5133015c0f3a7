import { expect, test } from 'vitest'
import { showPath } from '../../../src/base/plain.ts'

test.each([
  [[], 'the value itself'],
  [['idx'], 'idx'],
  [['reader', 0, 'my'], 'reader[0].my'],
  [['ctr', 1], 'ctr[1]'],
  [[0, 'a'], '[0].a'],
  [['$x', '_y'], '$x._y'],
  [['a', 'two words'], 'a["two words"]'],
  [['a.b', 'c'], '["a.b"].c'],
  [['a', '0'], 'a["0"]'],
  [['a', ''], 'a[""]'],
  [['a', 'say "x"'], 'a["say \\"x\\""]'],
])('the path %j is written %s', (path, text) => {
  expect(showPath(path)).toBe(text)
})
