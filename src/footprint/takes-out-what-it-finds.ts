/**
 * Whether a step asks where an element is only to take it out, by its text:
 *
 *   const at = s.free[order].indexOf(buddy)
 *   if (at === -1) break
 *   s.free[order].splice(at, 1)
 *
 * Then what it does depends on whether the element is there, and not on its place. A number can't be watched, so the text must show
 * that nothing else becomes of it: there is one search, the place is a constant, and all calls are of names that are known to call nothing
 * of the author's. That the right list is edited is checked in each run as well.
 */

import { bareCode } from '../base/bare-code.ts'
import { callsIn, harmlessCalls, textOf, words } from './pure-predicate.ts'

/** Methods that edit lists, and functions of the language. */
const knownCalls: ReadonlySet<string> = new Set([
  ...['push', 'pop', 'shift', 'unshift', 'splice', 'fill', 'keys', 'Array', 'from'],
  ...['when', 'assert', 'choose', 'add', 'remove', 'has', 'pick', 'setOf', 'count'],
  ...['while', 'for', 'of'],
])

const known = new WeakMap<object, boolean>()

/** Whether a place that `indexOf` finds in this step serves for nothing but to take the element out. */
export function takesOutWhatItFinds(step: (...args: never[]) => unknown): boolean {
  let answer = known.get(step)
  if (answer === undefined) {
    const text = textOf(step)
    answer = text.includes('indexOf') && isSuchText(text)
    known.set(step, answer)
  }
  return answer
}

const list = String.raw`[\w$]+(?:\??\.[\w$]+|\[[\w$.+-]+\])*`
const atOnce = new RegExp(String.raw`(?<![\w$.])(${list})\.splice\(\1\.indexOf\([^()]*\),1\)`, 'g')
const found = new RegExp(String.raw`\bconst ([\w$]+) ?= ?(${list})\.indexOf\([^()]*\)`, 'g')

function isSuchText(text: string): boolean {
  const code = compact(bareCode(text))
  if (/[`/]|\b(?:function|eval|lastIndexOf|await|yield|new|class|this)\b/.test(code)) return false
  if (timesOf('indexOf', code) !== 1) return false
  if (!callsIn(bodyOf(code)).every(name => harmlessCalls.has(name) || words.has(name) || knownCalls.has(name)))
    return false
  const [inPlace] = code.matchAll(atOnce)
  if (inPlace !== undefined) return timesOf('splice', code) === 1
  const [declared] = code.matchAll(found)
  if (declared === undefined) return false
  const [search, place, of] = declared as unknown as [string, string, string]
  return (
    isOnlyTakenOut(code.slice(declared.index + search.length), place, of) &&
    timesOf(place, code.slice(0, declared.index)) === 0
  )
}

/** Whether all that becomes of a place in `of` is a comparison with the place of what is not there, and a splice. */
function isOnlyTakenOut(code: string, place: string, of: string): boolean {
  const name = literally(place)
  const compared = String.raw`(?<=(?:[({;,?:]|&&|\|\||=>|[^=!<>]=|\breturn) ?)${name} ?(?:[!=]==? ?-1|< ?0|>= ?0|> ?-1)(?![\w$]| ?(?:[-+*%.[(]|<<|>>))`
  const taken = [...code.matchAll(new RegExp(String.raw`(?<![\w$.])${literally(of)}\.splice\(${name},1\)`, 'g'))]
  const last = taken.at(-1)
  if (last === undefined || timesOf('splice', code) !== taken.length || isChanged(of, code.slice(0, last.index)))
    return false
  return timesOf(place, code) === taken.length + [...code.matchAll(new RegExp(compared, 'g'))].length
}

/** Whether one of the names of a list is assigned to: then it may be another list. */
function isChanged(of: string, code: string): boolean {
  const names = of.match(/[A-Za-z_$][\w$]*/g) ?? []
  return names.some(name => {
    const changed = String.raw`(?<![\w$])${literally(name)}(?:\+\+|--| ?(?:[-+*%&|^?<>]*)=(?![=>]))|(?:\+\+|--)${literally(name)}(?![\w$])`
    return new RegExp(changed).test(code)
  })
}

function timesOf(name: string, code: string): number {
  return code.split(new RegExp(String.raw`(?<![\w$])${literally(name)}(?![\w$])`)).length - 1
}

function literally(text: string): string {
  return text.replace(/[$.*+?()[\]{}|^\\]/g, String.raw`\$&`)
}

/** Code without the blanks that make no difference here: types leave some behind. */
function compact(code: string): string {
  return code.replace(/\s+/g, ' ').replace(/ ?([.()[\],]) ?/g, '$1')
}

/** Code from the end of the parameters on. */
function bodyOf(code: string): string {
  const [arrow, bracket] = [code.indexOf('=>'), code.indexOf('{')]
  if (arrow >= 0 && (bracket < 0 || arrow < bracket)) return code.slice(arrow)
  return code.slice(Math.max(0, code.search(/\) ?\{/)) + 1)
}
