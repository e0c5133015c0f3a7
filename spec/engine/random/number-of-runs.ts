/** How many random inputs a test tries: as many as usual, or what `RANDOM_MODELS` says. */
export function numberOfRuns(usual: number): number {
  return Number(process.env.RANDOM_MODELS ?? usual)
}
