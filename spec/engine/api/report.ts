/** The API as text for reviewers: each exported name with its declaration, without comments. */

import ts from 'typescript-5'
import { sinceOf } from './docs.ts'
import type { Exported, PublicApi } from './public-api.ts'

const printer = ts.createPrinter({ removeComments: true })

export function reportOf({ exports }: PublicApi): string {
  return [
    '# The public API of interleave-checker',
    '',
    'Made from the declarations that the build writes, so that each change of the API is a line in review. A change that',
    'takes something away, or asks for more, breaks programs: see "What semver promises" in `docs/semver.md`. After a change:',
    '`npm run build && UPDATE_API=1 npx vitest run spec/engine/api`.',
    '',
    '```ts',
    ...exports.map(
      entry =>
        `// since ${sinceOf(entry)}${placeOf(entry)}${isHidden(entry) ? ', as a type only' : ''}\n${declarationsOf(entry)}\n`,
    ),
    '```',
    '',
  ].join('\n')
}

function placeOf({ from }: Exported): string {
  return from === 'interleave-checker' ? '' : `, from ${from}`
}

/** Whether something that is there at run time is exported for the compiler alone. */
function isHidden({ isType, declarations }: Exported): boolean {
  return isType && !declarations.some(node => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
}

function declarationsOf({ declarations }: Exported): string {
  return declarations.map(declaration => textOf(declaration)).join('\n')
}

/** The text that the emitter writes before each of them is irrelevant. */
function textOf(declaration: ts.Declaration): string {
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration
  const text = printer.printNode(ts.EmitHint.Unspecified, statement, declaration.getSourceFile())
  return inLines(text.replace(/^export (?:declare )?/, '').replaceAll('    ', '  '))
}

/** A long union of names, each on a line of its own, so that a new name is a change of one line. */
function inLines(text: string): string {
  const names = /^(type \w+ =) ('[^{]*);$/.exec(text)
  if (names === null || text.length <= 120) return text
  return `${names[1]}${names[2]
    ?.split(' | ')
    .map(name => `\n  | ${name}`)
    .join('')};`
}
