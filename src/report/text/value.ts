/**
 * How values and names are written for people: compact, unambiguous, and harmless to what they are printed on.
 *
 * Strings that are simple words stand unquoted (`{pc: load, my: 0}`), since labels are most of what is shown; every
 * other string is quoted, so that `12` and `"12"`, `null` and `"null"` stay apart.
 */

/** What stands for a part that was not there before, or is not there any more. No value is written like this. */
export const missing = '(none)'

const word = /^[A-Za-z_$][\w$-]*$/
const keywords = new Set(['null', 'true', 'false'])

/** Writes a plain value in one line. Keys keep the order in which the model wrote them. */
export function showValue(value: unknown): string {
  if (typeof value === 'string') return showString(value)
  if (Array.isArray(value)) return `[${value.map(showValue).join(', ')}]`
  if (typeof value === 'object' && value !== null) return `{${showFields(value)}}`
  return String(value)
}

/** Writes the fields of a record without its braces: `pc: load, my: 0`. */
export function showFields(record: object): string {
  return Object.entries(record)
    .map(([key, value]) => `${showString(key)}: ${showValue(value)}`)
    .join(', ')
}

function showString(text: string): string {
  return word.test(text) && !keywords.has(text) ? text : harmless(JSON.stringify(text))
}

/** Writes a name as it is, or quoted where it would not be seen. */
export function showName(name: string): string {
  return name.trim() === '' ? harmless(JSON.stringify(name)) : harmless(name)
}

/**
 * The text with every invisible or directing character written as an escape: a model's strings must neither move the
 * cursor of a terminal nor reorder a line, and XML has no way to hold most of these characters.
 */
export function withoutInvisible(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, escapeCharacter)
}

/**
 * The same for lines of text, with the marks of verdicts escaped too: where a long name is wrapped, a line must not look like a
 * verdict. In a page our own marks are elements.
 */
export function harmless(text: string): string {
  return withoutInvisible(text).replace(/[✓✗]/gu, escapeCharacter)
}

/**
 * A message, which may hold what a model threw, over as many lines as it has: those after the first are marked, so that
 * no message can look like a line of ours.
 */
export function showMessage(message: string): string {
  const [first = '', ...rest] = message.trimEnd().split(/\r?\n/)
  return [harmless(first), ...rest.map(line => `  | ${harmless(line)}`)].join('\n')
}

const shortEscapes: { readonly [character: string]: string } = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escapeCharacter(character: string): string {
  const hex = (character.codePointAt(0) as number).toString(16)
  return shortEscapes[character] ?? (hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`)
}

/**
 * The text, or where it is longer than `limit` characters, its beginning and its end: whole entries of a record or a list, else whole
 * words, unless these take most of it.
 */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  const characters = Array.from(text)
  if (characters.length <= limit) return text
  const tail = Math.floor(limit / 4)
  const [head, from] = [limit - tail - 3, characters.length - tail]
  const part = (start: number, end?: number): string => characters.slice(start, end).join('')
  const { isTorn, before, after } = /^[[{].*[\]}]$/s.test(text) ? entries : words
  const start = isTorn(part(0, head), part(head)) ? whole(part(0, head), before) : part(0, head)
  const end = isTorn(part(0, from), part(from)) ? whole(part(from), after) : part(from)
  return `${start}...${end}`
}

/** Whether a place is inside one, and what of it stands before or after that place. */
const words = {
  isTorn: (left: string, right: string): boolean => /[\p{L}\p{N}_$]$/u.test(left) && /^[\p{L}\p{N}_$]/u.test(right),
  before: /[\p{L}\p{N}_$]+$/u,
  after: /^[\p{L}\p{N}_$]+/u,
}
const entries = {
  isTorn: (left: string, right: string): boolean => !/(?:, ?|[[{])$/.test(left) && !/^(?:,|[\]}]+$)/.test(right),
  before: /(?<=, |[[{])[^,[{]*$/u,
  after: /^[^\]}]*?(?:(?<=, )|(?=[\]}]+$))/u,
}

/** The text without its torn part, unless that is most of it. */
function whole(text: string, torn: RegExp): string {
  const kept = text.replace(torn, '')
  return kept.length * 2 < text.length && !/^[\]}]+$/.test(kept) ? text : kept
}

/** Two texts, each shortened to `limit` characters so that the place where they begin to differ is kept. */
export function shortenPair(before: string, after: string, limit: number): [string, string] {
  if (Math.max(before.length, after.length) <= limit) return [before, after]
  const from = Math.max(0, commonStart(before, after) - Math.floor(limit / 4))
  return [shortenFrom(before, from, limit), shortenFrom(after, from, limit)]
}

function shortenFrom(text: string, from: number, limit: number): string {
  if (text.length <= limit) return text
  return from === 0 ? shorten(text, limit) : `...${shorten(text.slice(from), limit - 3)}`
}

/** How many characters the two begin with alike, never splitting a surrogate pair. */
function commonStart(a: string, b: string): number {
  let i = 0
  while (i < a.length && i < b.length && a[i] === b[i]) i++
  const isInsidePair = i > 0 && /[\uD800-\uDBFF]/.test(a[i - 1] as string)
  return isInsidePair ? i - 1 : i
}
