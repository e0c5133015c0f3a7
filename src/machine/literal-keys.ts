/**
 * The keys of the records that code writes as literals, `{ to, kind: 'ack' }`, each in the order written.
 *
 * Only a guess, from the text: patterns that take records apart are left out, and so are literals that spread others, whose keys the
 * text does not show.
 */

import { bareCode } from '../base/bare-code.ts'

/** A bracket that is open, with the keys found in it. */
interface OpenBracket {
  readonly bracket: string
  readonly keys: string[]
  isPlain: boolean
}

const tokens = /=>|[=!]==?|\$\{|\.\.\.|[\w$]+|\S/g

/** Machines are made of the same steps again and again. */
const known = new Map<string, readonly (readonly string[])[]>()

export function literalKeysIn(text: string): readonly (readonly string[])[] {
  let found = known.get(text)
  if (found === undefined) {
    found = literalsOf(text)
    known.set(text, found)
  }
  return found
}

function literalsOf(text: string): string[][] {
  const code = bareCode(text).match(tokens) ?? []
  const found: string[][] = []
  const open: OpenBracket[] = []
  code.forEach((token, at) => {
    const around = open.at(-1)
    if (/^(?:\$?\{|[([])$/.test(token)) open.push({ bracket: token, keys: [], isPlain: true })
    else if (/^[})\]]$/.test(token)) {
      const { keys, isPlain } = open.pop() ?? { keys: [], isPlain: false }
      if (token === '}' && isPlain && keys.length > 1 && !isTakenApart(code, at)) found.push(keys)
    } else if (around?.bracket === '{' && /^[{,]$/.test(code[at - 1]!)) {
      if (/^[A-Za-z_$]/.test(token) && /^[:,}]$/.test(code[at + 1] ?? '')) around.keys.push(token)
      else around.isPlain = false
    }
  })
  return found
}

/** Whether the bracket that ends at a token is a pattern: of a declaration, an assignment or a parameter. */
function isTakenApart(code: readonly string[], at: number): boolean {
  const next = code[at + 1]
  return next === '=' || (next === ')' && code[at + 2] === '=>')
}
