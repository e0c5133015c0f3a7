/**
 * A state as JSON, the same for states that are equal: keys sorted; members of sets, which are the arrays below the keys
 * `sets`, sorted and each once.
 */
export function textOf(value: unknown, sets: ReadonlySet<string>): string {
  const sorted = (entries: [string, unknown][]) => entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(value, (key, part: unknown) => {
    if (typeof part !== 'object' || part === null) return part
    if (!Array.isArray(part)) return Object.fromEntries(sorted(Object.entries(part)))
    return sets.has(key) ? [...new Map(sorted(part.map(m => [textOf(m, sets), m]))).values()] : part
  })
}
