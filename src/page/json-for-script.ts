import { Html } from '../report/text/html.ts'
import { safeJson } from '../report/text/safe-json.ts'

/** JSON for a script element: no character in it can end the element or begin a comment. */
export function jsonForScript(value: unknown): Html {
  const text = safeJson(value).replace(/[<>&]/g, character => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
  return new Html(text)
}
