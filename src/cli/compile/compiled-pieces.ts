/** Which place of its source each piece of compiled code comes from, as a source map of version 3 says it. */

/** A piece of compiled code begins at `at`; lines and columns are from 0. */
export interface CompiledPiece {
  readonly at: number
  readonly line: number
  readonly column: number
}

/** The pieces of `code` that have a place in its only source, in their order in the code. */
export function compiledPieces(code: string, map: string): CompiledPiece[] {
  const { mappings } = JSON.parse(map) as { readonly mappings: string }
  const pieces: CompiledPiece[] = []
  let [start, line, column] = [0, 0, 0]
  const lines = code.split('\n')
  for (const [row, segments] of mappings.split(';').entries()) {
    let at = start
    for (const segment of segments.split(',')) {
      const [forward, , down, right] = numbersIn(segment)
      at += forward ?? 0
      if (down === undefined || right === undefined) continue
      line += down
      column += right
      pieces.push({ at, line, column })
    }
    start += (lines[row] ?? '').length + 1
  }
  return pieces
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Numbers in base 64, five bits to a digit, the lowest first: the sixth bit says that more follow, the first is the sign. */
function numbersIn(segment: string): number[] {
  const numbers: number[] = []
  let [number, shift] = [0, 0]
  for (const letter of segment) {
    const digit = digits.indexOf(letter)
    number |= (digit & 31) << shift
    shift += 5
    if (digit & 32) continue
    numbers.push(number & 1 ? -(number >> 1) : number >> 1)
    number = 0
    shift = 0
  }
  return numbers
}
