/**
 * Whether a predicate can do nothing but answer, by its text: then it may be evaluated on members that are not there, and more
 * often than the author's code does.
 *
 * Few forms are known to be harmless: fields, constants, comparisons, conditions, and calls of methods that change nothing.
 * Whatever else stands there may count, remember or fail.
 */

import { bareCode } from '../base/bare-code.ts'

/** Methods, and functions, that only look. */
export const harmlessCalls: ReadonlySet<string> = new Set([
  ...[
    'at',
    'concat',
    'endsWith',
    'every',
    'filter',
    'find',
    'findIndex',
    'flatMap',
    'get',
    'has',
    'includes',
    'indexOf',
  ],
  ...[
    'join',
    'keys',
    'map',
    'slice',
    'some',
    'startsWith',
    'toString',
    'values',
    'entries',
    'size',
    'max',
    'min',
    'abs',
  ],
  ...['Number', 'String', 'Boolean', 'isArray', 'floor'],
])

/** What stands before a bracket without being called. */
export const words: ReadonlySet<string> = new Set(['if', 'return', 'switch', 'typeof', 'in', 'case'])

const known = new Map<string, boolean>()

/** The text of a function. */
export function textOf(code: (...args: never[]) => unknown): string {
  return Function.prototype.toString.call(code)
}

/** `parameters` are those that the predicate may have. */
export function isPurePredicate(
  predicate: unknown,
  parameters = 1,
): predicate is (item: unknown, index?: number) => unknown {
  if (typeof predicate !== 'function' || predicate.length > parameters) return false
  const text = textOf(predicate as () => unknown)
  let isPure = known.get(text)
  if (isPure === undefined) {
    isPure = isPureText(text)
    known.set(text, isPure)
  }
  return isPure
}

function isPureText(text: string): boolean {
  const code = bareCode(text).replace(/\bconst\s+[\w$]+\s*=(?![=>])/g, ' ')
  if (/[`/]|\+\+|--|(?<!\[)\.\.\./.test(code)) return false
  // An assignment, also together with an operator.
  if (/(?<![=!<>])=(?![=>])|<<=|>>=/.test(code)) return false
  if (/\b(?:new|delete|await|yield|function|throw|for|while|do|class|this|import|async|eval|let|var|try)\b/.test(code))
    return false
  return callsIn(code).every(name => harmlessCalls.has(name) || words.has(name))
}

/** The names of what is called; an empty one for what has no name. */
export function callsIn(code: string): string[] {
  return [...code.matchAll(/([\w$]+|[)\]])\s*(?:\?\.)?\s*\(/g)].map(([, called]) => called as string)
}
