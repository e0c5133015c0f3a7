/** Which place of its source each piece of compiled code comes from, as a source map of version 3 says it. */

import { decode } from '@jridgewell/sourcemap-codec'

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
  const lines = code.split('\n')
  let start = 0
  for (const [row, segments] of decode(mappings).entries()) {
    for (const [at, , line, column] of segments)
      if (line !== undefined && column !== undefined) pieces.push({ at: start + at, line, column })
    start += (lines[row] ?? '').length + 1
  }
  return pieces
}
