/** Random limits of searches, and sizes at which a few states meet all borders. */

import fc from 'fast-check'

export const randomLimits = fc.record({
  allClaims: fc.boolean(),
  maxStates: fc.constantFrom(20, 60, 60, 150),
  maxDepth: fc.constantFrom(undefined, undefined, undefined, undefined, 3, 3, 1, 0),
  auditEvery: fc.constantFrom(1, 7, undefined),
})

/** What all have, whether they walk trees or generate code. */
export const commonSizes = {
  chunkStates: fc.constantFrom(1, 2, 8, 64),
  indexEntries: fc.constantFrom(2, 16, 4096),
  roomyStates: fc.constantFrom(0, 10, undefined),
  blockStates: fc.constantFrom(1, 3, 16, 1024),
  // Few runs, so that trees are set aside.
  trialRuns: fc.constantFrom(1, 4, undefined),
  // Little memory, so that trees are forgotten.
  treeBytes: fc.constantFrom(200, 3000, undefined, undefined),
  // Without a proof, and with one that is given up.
  proofRuns: fc.constantFrom(0, 30, undefined, undefined),
} as const

export const walkingSizes = fc.record({ ...commonSizes, linearStates: fc.constant(Number.POSITIVE_INFINITY) })

export const generatingSizes = fc.record({
  ...commonSizes,
  linearStates: fc.constantFrom(1, 8),
  walkedStates: fc.constantFrom(1, 8),
  // Some come to the end of a linear store as well.
  linearBytes: fc.constantFrom(undefined, 223_000, 224_000),
  fullBatch: fc.constantFrom(4, 64, undefined),
  maxCodeBytes: fc.constantFrom(1500, undefined, undefined),
})

export const randomSizes = fc.oneof(walkingSizes, generatingSizes)
