/** Writes words as a shell would read them back: quoted where they hold more than letters, digits and `-_./=:,@+`. */
export function shellWords(words: readonly string[]): string {
  return words.map(word => (/^[\w./=:,@+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ')
}
