/** The public API of the package, as its users get it: the declarations that the build wrote. */

import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript-5'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const built = join(root, 'out/build/src')

/** An exported name of the package, with its declaration. */
export interface Exported {
  readonly name: string
  /** What it is imported from: `interleave-checker` and the like. */
  readonly from: string
  /** Whether it is there for the compiler alone, even if it is declared as a class or a function. */
  readonly isType: boolean
  readonly declarations: readonly ts.Declaration[]
}

export interface PublicApi {
  readonly checker: ts.TypeChecker
  readonly exports: readonly Exported[]
}

/** The modules of the API, each with its file of declarations. */
const entries = {
  'interleave-checker': 'index.d.ts',
  'interleave-checker/fast-check': 'fast-check.d.ts',
  'interleave-checker/vitest': 'vitest.d.ts',
} as const

/** The public API, with its names in alphabetical order. Throws if the build is older than the sources. */
export function readPublicApi(): PublicApi {
  refuseOldBuild()
  const files = Object.values(entries).map(file => join(built, file))
  const program = ts.createProgram(files, {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts'],
    types: [],
  })
  const checker = program.getTypeChecker()
  const exports = Object.entries(entries).flatMap(([from, file]) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(join(built, file)) as ts.Node) as ts.Symbol
    return checker.getExportsOfModule(module).map((symbol): Exported => {
      const specifier = symbol.declarations?.find(ts.isExportSpecifier)
      const isType = specifier !== undefined && (specifier.isTypeOnly || specifier.parent.parent.isTypeOnly)
      return { name: symbol.name, from, isType, declarations: resolved(checker, symbol).declarations ?? [] }
    })
  })
  return { checker, exports: exports.sort((a, b) => (a.name < b.name ? -1 : 1)) }
}

/** What tests of declarations say of the sources is said of those that were built. */
function refuseOldBuild(): void {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(file =>
    /(?<!\.d)\.tsx?$/.test(file),
  )
  const builtAt = statSync(join(built, 'index.d.ts'), { throwIfNoEntry: false })?.mtimeMs ?? 0
  const newer = sources.find(file => statSync(join(root, 'src', file)).mtimeMs > builtAt)
  if (newer !== undefined) throw new Error(`out/build is older than src/${newer}: run 'npm run build' first`)
}

/**
 * The types that a declaration of the API names and that no user can name: `Setting, of check`. Type parameters and types
 * of other packages are none of them.
 */
export function forgottenTypes({ checker, exports }: PublicApi): string[] {
  const known = new Set(exports.flatMap(({ declarations }) => declarations))
  const forgotten = new Set<string>()
  for (const { name, declarations } of exports) {
    for (const reference of declarations.flatMap(referencesIn)) {
      const symbol = resolved(checker, checker.getSymbolAtLocation(reference))
      const own = symbol.declarations?.filter(
        declaration => isOwn(declaration) && !ts.isTypeParameterDeclaration(declaration),
      )
      if (own?.some(declaration => !known.has(declaration))) forgotten.add(`${symbol.name}, of ${name}`)
    }
  }
  return [...forgotten]
}

/** The names of types within a declaration, and of values of which it takes the type. */
function referencesIn(node: ts.Node): ts.Node[] {
  const inner: ts.Node[] = []
  ts.forEachChild(node, child => {
    inner.push(...referencesIn(child))
  })
  if (ts.isTypeReferenceNode(node)) return [node.typeName, ...inner]
  if (ts.isExpressionWithTypeArguments(node)) return [node.expression, ...inner]
  return ts.isTypeQueryNode(node) ? [node.exprName, ...inner] : inner
}

function isOwn(declaration: ts.Declaration): boolean {
  return declaration.getSourceFile().fileName.startsWith(built)
}

function resolved(checker: ts.TypeChecker, symbol: ts.Symbol | undefined): ts.Symbol {
  if (symbol === undefined) throw new Error('a name of the API that the compiler does not know')
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol)
}
