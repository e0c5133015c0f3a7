/**
 * Random inputs are the same in every run of the tests, which otherwise would fail once in a hundred runs where they expect
 * that something rare was met. `RANDOM_SEED` gives others. Where it only matters that some input fails, `RANDOM_SHRINK=no`
 * saves the time of looking for a small one.
 */

import fc from 'fast-check'

fc.configureGlobal({
  seed: Number(process.env.RANDOM_SEED ?? 7),
  endOnFailure: process.env.RANDOM_SHRINK === 'no',
})
