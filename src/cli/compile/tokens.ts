/** The tokens of JavaScript as a compiler prints it: with a blank on both sides of a division. */

export interface Token {
  readonly kind: 'blank' | 'code'
  readonly text: string
  /** The offset of its first character. */
  readonly at: number
}

const blank = /(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)+/y
const text = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/y
const word = /[\w$#\u0080-\uffff]+/y
const regex = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/y
/** From a backtick, or the brace that ends a value, up to the next value or the end. */
const template = /[`}](?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)/y
const sign = /=>|\+\+|--|[\s\S]/y

/** What an operand ends with: a slash after it, between blanks, divides. */
const operandEnd = /[\w$)\]}'"`]$/
const notOperands = /^(?:return|typeof|case|in|of|delete|void|throw|new|else|do|instanceof|await|yield)$/

/** Comments are blanks. A template with values in it is one token up to each value, and one behind it. */
export function tokensOf(code: string): Token[] {
  const tokens: Token[] = []
  /** For each brace that is open, whether it is around a value in a template. */
  const braces: boolean[] = []
  let before = ''
  for (let at = 0; at < code.length; ) {
    const gap = matchAt(blank, code, at)
    const found = gap ?? codeAt(code, at, before, braces.at(-1) === true)
    tokens.push({ kind: gap === undefined ? 'code' : 'blank', text: found, at })
    if (gap === undefined) {
      before = found
      if (found.startsWith('}')) braces.pop()
      if (found === '{') braces.push(false)
      if (/^[`}]/.test(found) && found.endsWith('${')) braces.push(true)
    }
    at += found.length
  }
  return tokens
}

function codeAt(code: string, at: number, before: string, isInValue: boolean): string {
  const first = code[at]
  const isTemplate = first === '`' || (first === '}' && isInValue)
  const divides = /^\/=? /.test(code.slice(at, at + 3)) && operandEnd.test(before) && !notOperands.test(before)
  return (
    (isTemplate ? matchAt(template, code, at) : undefined) ??
    matchAt(text, code, at) ??
    matchAt(word, code, at) ??
    (divides ? undefined : matchAt(regex, code, at)) ??
    (matchAt(sign, code, at) as string)
  )
}

function matchAt(pattern: RegExp, code: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(code)?.[0]
}
