import { harmless } from '../report/text/value.ts'

/** Writes words as a shell would read them back: quoted where they hold more than letters, digits and `-_./=:,@+`. */
export function shellWords(words: readonly string[]): string {
  return words.map(shellWord).join(' ')
}

function shellWord(word: string): string {
  if (/^[\w./=:,@+-]+$/.test(word)) return word
  if (harmless(word) === word) return `'${word.replaceAll("'", `'\\''`)}'`
  // With what cannot be seen as escapes, as bash, zsh and ksh read them.
  return `$'${word.replace(/[\\']/g, '\\$&').replace(/[\p{C}\p{Zl}\p{Zp}]/gu, shellEscape)}'`
}

function shellEscape(character: string): string {
  return `\\U${(character.codePointAt(0) as number).toString(16).padStart(8, '0')}`
}
