/** The contents of the docstrings of the public API, and what they must contain. */

import ts from 'typescript-5'
import type { Exported, PublicApi } from './public-api.ts'

/** The releases in which names came to be: the first one, and the next. */
export const releases = ['0.1.0', '0.2.0']

/** Something that has to be explained: an exported name, or a member of one, as `Model.shared`. */
export interface Entry {
  readonly name: string
  readonly node: ts.Node
}

/** The exported names. */
export function namesOf({ exports }: PublicApi): Entry[] {
  return exports.map(({ name, declarations }) => ({ name, node: declarations[0] as ts.Node }))
}

/** The members of exported interfaces and classes. Constructors and inherited members of Error need no docstring. */
export function membersOf(publicApi: PublicApi): Entry[] {
  return namesOf(publicApi).flatMap(({ name, node }) => {
    if (!ts.isInterfaceDeclaration(node) && !ts.isClassDeclaration(node)) return []
    const members: readonly (ts.ClassElement | ts.TypeElement)[] = node.members
    return members
      .filter(member => !ts.isConstructorDeclaration(member) && member.name?.getText() !== 'name')
      .map(member => ({ name: `${name}.${member.name?.getText()}`, node: member }))
  })
}

/** Exported functions, and the methods of exported interfaces; a method under a symbol is for the compiler only. */
export function callsOf(publicApi: PublicApi): Entry[] {
  const functions = namesOf(publicApi).filter(({ node }) => ts.isFunctionDeclaration(node))
  const isMethod = ({ node }: Entry): boolean => ts.isMethodSignature(node) && !ts.isComputedPropertyName(node.name)
  return [...functions, ...membersOf(publicApi).filter(isMethod)]
}

/** The optional members of the arguments of calls. */
export function optionsOf(publicApi: PublicApi): Entry[] {
  const isGiven = (name: string): boolean => /^(?:\w+(?:Options|Source)|Analysis|Expectation)\./.test(name)
  return membersOf(publicApi).filter(
    ({ name, node }) => isGiven(name) && ts.isPropertySignature(node) && node.questionToken !== undefined,
  )
}

/** The text of the docstring before its tags. */
export function summaryOf({ node }: Entry): string {
  const doc = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(-1)
  return ts.getTextOfJSDocComment(doc?.comment)?.trim() ?? ''
}

/** The texts of all tags of a name, such as `throws`. */
export function tagsOf({ node }: Entry, tag: string): string[] {
  return ts
    .getJSDocTags(node)
    .filter(({ tagName }) => tagName.text === tag)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment)?.trim() ?? '')
}

/** The release in which an exported name came to be. */
export function sinceOf({ name, declarations }: Exported): string | undefined {
  return tagsOf({ name, node: declarations[0] as ts.Node }, 'since')[0]
}

/** Whether the type of an option takes a number, whose unit has to be said. */
export function isNumber({ node }: Entry): boolean {
  return ts.isPropertySignature(node) && /\bnumber\b(?!.*=>)/.test(node.type?.getText() ?? '')
}

/** The codes that a `@throws` names: everything in backticks that has a hyphen, or a colon or comma after it. */
export function codesIn(text: string): string[] {
  const quoted = [...text.matchAll(/`([a-z][a-z-]*)`(?=([:,;.]|$| (?:and|or|for)\b)?)/g)]
  return quoted.flatMap(([, code = '', after]) => (code.includes('-') || after === ':' ? [code] : []))
}
