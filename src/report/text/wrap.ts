/** Text on a grid of columns, as terminals and mails show it. */

/** How many columns a text takes: East Asian letters and emoji two, marks that combine none. */
export function columnsOf(text: string): number {
  // Almost all text is ASCII, where a column is a character.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length
  return Array.from(text).reduce((columns, character) => columns + columnsOfCharacter(character), 0)
}

const combining = /\p{M}/u
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u

function columnsOfCharacter(character: string): number {
  if (character <= '~') return 1
  if (combining.test(character)) return 0
  return wide.test(character) ? 2 : 1
}

export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columnsOf(text)))
}

/** The text in lines of at most `width` columns, broken at spaces where there are any; `indent` begins later lines. */
export function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = []
  let rest = text
  for (;;) {
    const start = lines.length === 0 ? '' : indent
    const room = Math.max(2, width - start.length)
    const fitting = longestStart(rest, room)
    if (fitting.length === rest.length) return [...lines, start + rest]
    const [line, after] = breakAt(rest, fitting)
    lines.push(start + line)
    rest = after
  }
}

/** Breaks a text of which only `fitting` fits a line. */
function breakAt(text: string, fitting: string): [string, string] {
  if (text[fitting.length] === ' ') return [fitting, text.slice(fitting.length + 1)]
  // After a comma rather than between a key and its value, unless that would leave the line half empty.
  const [comma, space] = [fitting.lastIndexOf(', ') + 1, fitting.lastIndexOf(' ')]
  for (const [at, least] of [
    [comma, 1 / 2],
    [space, 1 / 3],
  ] as const) {
    if (at > fitting.length * least) return [text.slice(0, at), text.slice(at + 1)]
  }
  const joint = Math.max(...Array.from('_./:-', mark => fitting.lastIndexOf(mark))) + 1
  return joint > fitting.length / 3 ? [text.slice(0, joint), text.slice(joint)] : [fitting, text.slice(fitting.length)]
}

/** The longest beginning that takes at most `room` columns, at least one character. */
function longestStart(text: string, room: number): string {
  let taken = ''
  let columns = 0
  for (const character of text) {
    columns += columnsOfCharacter(character)
    if (columns > room && taken !== '') return taken
    taken += character
  }
  return taken
}

/**
 * Items side by side, separated by commas, in lines of at most `width` columns. An item is only split if it is too long
 * for a line of its own, and first between its parts.
 */
export function flow(items: readonly (readonly string[])[], width: number): string[] {
  const lines: string[] = []
  let isOpen = false
  items.forEach((parts, i) => {
    const comma = i < items.length - 1 ? ',' : ''
    const text = parts.join(' ') + comma
    const joined = `${lines.at(-1)} ${text}`
    const isShort = columnsOf(text) <= width
    if (isOpen && isShort && columnsOf(joined) <= width) lines[lines.length - 1] = joined
    else lines.push(...(isShort ? [text] : split(parts, comma, width)))
    isOpen = isShort
  })
  return lines
}

function split(parts: readonly string[], comma: string, width: number): string[] {
  const [first = '', ...rest] = [...parts.slice(0, -1), parts.at(-1) + comma]
  return [...wrap(first, width, '    '), ...rest.flatMap(part => wrap(`  ${part}`, width, '    '))]
}
