import { styleText } from 'node:util'

/**
 * The styles of text on a terminal, with the names that `styleText` of `node:util` uses.
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
 * Colours text, or returns it unchanged; decided once, where the output is known.
 *
 * @since 0.2.0
 */
export type Paint = (style: Style | Style[], text: string) => string

export const plain: Paint = (_style, text) => text
// Whether there is a terminal was already decided; newer versions of Node would check again.
export const coloured: Paint = (style, text) => styleText(style, text, { validateStream: false })
