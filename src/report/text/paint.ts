import { styleText } from 'node:util'

/**
 * What text can look like on a terminal: the names that `styleText` of `node:util` has for it.
 *
 * @since 0.2.0
 */
export type Style =
  | 'bold'
  | 'dim'
  | 'red'
  | 'green'
  | 'blue'
  | 'yellow'
  | 'magenta'
  | 'cyan'
  | 'gray'
  | 'greenBright'
  | 'blueBright'
  | 'yellowBright'
  | 'magentaBright'
  | 'cyanBright'

/**
 * Puts colour on text, or does not: decided once, where the output is known.
 *
 * @since 0.2.0
 */
export type Paint = (style: Style | Style[], text: string) => string

export const plain: Paint = (_style, text) => text
// Whether there is a terminal was decided before; newer Nodes would ask again.
export const coloured: Paint = (style, text) => styleText(style, text, { validateStream: false })
