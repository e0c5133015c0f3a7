/**
 * Of the files that take longest, one test of ten is run, the first of each file among them. The last gate runs all, and so does
 * `EVERY_TEST=1 npx vitest run FILE`.
 */

import { beforeEach, type RunnerTestCase, type RunnerTestSuite } from 'vitest'

const places = new WeakMap<object, Map<object, number>>()

/** The tests of a file, or of a block in it, in their order. */
function testsOf(suite: RunnerTestSuite): RunnerTestCase[] {
  return suite.tasks.flatMap(task => (task.type === 'suite' ? testsOf(task) : [task]))
}

/** Where files are made anew by their tests, none may be left out. */
const isUpdating = Object.keys(process.env).some(name => name.startsWith('UPDATE_'))

if (process.env.EVERY_TEST !== '1' && !isUpdating)
  beforeEach(({ task, skip }) => {
    const { file } = task
    const known = places.get(file) ?? new Map(testsOf(file).map((test, place) => [test, place]))
    places.set(file, known)
    skip((known.get(task) ?? 0) % 10 !== 0, 'one test of ten is run: EVERY_TEST=1 runs all')
  })
