/**
 * JSON in which no character is invisible or directs the text around it: such characters stand as `\u` escapes, which
 * every reader of JSON takes back. So it can be printed on a terminal, and put into XML, which cannot hold all of them.
 */
export function safeJson(value: unknown, indent = 0): string {
  // A line break outside a string is one of the indentation: inside, JSON has none.
  return JSON.stringify(value, null, indent).replace(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/gu, escapeUnits)
}

/** Escapes by UTF-16 units, as JSON does. */
function escapeUnits(character: string): string {
  return character
    .split('')
    .map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}
