import fc from 'fast-check'

/**
 * Tries a property on random values for a script: reports in the end, and where it fails, prints a shrunk counterexample and sets the exit
 * code to 1. `RANDOM_SHRINK=no` prints the first counterexample instead.
 */
export async function runProperty<T>(
  property: fc.IAsyncProperty<T>,
  { numRuns, seed }: { readonly numRuns: number; readonly seed: number },
  report: () => void,
): Promise<void> {
  const endOnFailure = process.env.RANDOM_SHRINK === 'no'
  const { failed, counterexample, errorInstance } = await fc.check(property, { numRuns, seed, endOnFailure })
  report()
  if (!failed) return
  console.log(JSON.stringify(counterexample, null, 1))
  console.log(errorInstance instanceof Error ? errorInstance.stack : errorInstance)
  process.exitCode = 1
}
