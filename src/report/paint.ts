import { styleText } from 'node:util'

/** Puts colour on text, or does not: decided once, where the output is known. */
export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string

export const plain: Paint = (_style, text) => text
// Whether there is a terminal was decided before; newer Nodes would ask again.
export const coloured: Paint = (style, text) => styleText(style, text, { validateStream: false })
