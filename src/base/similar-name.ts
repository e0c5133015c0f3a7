/** What an author may have meant by a name that does not exist. */

/** ` Did you mean 'x'?` if one of the known names is spelt almost like `name`; else nothing. */
export function didYouMean(name: string, known: readonly string[]): string {
  const similar = similarName(name, known)
  return similar === undefined ? '' : ` Did you mean '${similar}'?`
}

/** The known name that is spelt most like `name`, if one is spelt almost like it. */
export function similarName(name: string, known: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(name.length / 4))
  const near = known
    .map(one => ({ one, edits: editsBetween(name.toLowerCase(), one.toLowerCase(), most) }))
    .filter(({ edits }) => edits <= most)
    .sort((a, b) => a.edits - b.edits)
  return near[0]?.one
}

/** The least number of characters to insert, delete or replace; more than `most` where that is exceeded. */
function editsBetween(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let above = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (above[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(replaced, (above[j] as number) + 1, (row[j - 1] as number) + 1))
    }
    above = row
  }
  return above[b.length] as number
}
