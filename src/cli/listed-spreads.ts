/**
 * Lets an engine see what is looked at in a set that is spread only to be looked through at once.
 *
 *   [...s.msgs].filter(m => m.to === me.id)     becomes     _$_(s.msgs).filter(m => m.to === me.id)
 *
 * `_$_` is `listed` of language/set.ts, which means the same. No character moves, so that lines and columns stay those of the source.
 */

/** The name under which that code finds `listed`. */
export const listedName = '_$_'

/** Strings and comments, which stay as they are; or a spread of something that has a name, and is looked through at once. */
const parts =
  /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\/\*[\s\S]*?\*\/|\/\/.*|(?<![\w$)\]])\[\.\.\.([\w$]+(?:\.[\w$]+)*)\](?=\s*\.[\w$])/g

/** JavaScript with every such spread replaced. */
export function withListedSpreads(code: string): string {
  if (code.includes(listedName)) return code
  return code.replace(parts, (text: string, spread: string | undefined) =>
    spread === undefined ? text : `${listedName}(${spread})`,
  )
}
