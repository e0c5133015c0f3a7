import { harmless } from '../report/text/value.ts'

/** Quotes words for a shell if they contain more than letters, digits and `-_./=:,@+`. */
export function shellWords(words: readonly string[]): string {
  return words.map(shellWord).join(' ')
}

function shellWord(word: string): string {
  if (/^[\w./=:,@+-]+$/.test(word)) return word
  if (harmless(word) === word) return `'${word.replaceAll("'", `'\\''`)}'`
  // Invisible characters become escapes, which bash, zsh and ksh understand.
  return `$'${word.replace(/[\\']/g, '\\$&').replace(/[\p{C}\p{Zl}\p{Zp}]/gu, shellEscape)}'`
}

function shellEscape(character: string): string {
  return `\\U${(character.codePointAt(0) as number).toString(16).padStart(8, '0')}`
}
