import jsTokens from 'js-tokens'

/** A token of JavaScript, or the blank between two. */
export interface Token {
  readonly kind: 'blank' | 'code'
  readonly text: string
  /** The offset of its first character. */
  readonly at: number
}

const blank = new Set([
  'WhiteSpace',
  'LineTerminatorSequence',
  'SingleLineComment',
  'MultiLineComment',
  'HashbangComment',
])

/** Comments are blanks. A template with values in it is one token up to each value, and one behind it. */
export function tokensOf(code: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  for (const { type, value } of jsTokens(code)) {
    const kind = blank.has(type) ? 'blank' : 'code'
    const before = tokens.at(-1)
    if (kind === 'blank' && before?.kind === 'blank')
      tokens[tokens.length - 1] = { ...before, text: before.text + value }
    else tokens.push({ kind, text: value, at })
    at += value.length
  }
  return tokens
}
