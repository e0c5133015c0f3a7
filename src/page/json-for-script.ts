import { safeJson } from '../report/text/safe-json.ts'

/** JSON for a script element: no character in it can end the element or begin a comment. */
export function jsonForScript(value: unknown): string {
  return safeJson(value).replace(/[<>&]/g, character => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
