import { pathToFileURL } from 'node:url'
import { findSpecs } from '../../../src/cli/find-specs.ts'
import type { Expectations } from '../../../src/language/expectations.ts'
import type { AnyModel } from '../../../src/machine/instantiate.ts'
import { VerdictTable } from '../../../src/verdicts/verdict-table.ts'

export interface SpecModule {
  readonly file: string
  readonly spec: AnyModel
  readonly expected: Expectations | undefined
}

/** Every spec of the checkout; verdict tables are none. */
export async function allSpecs(): Promise<SpecModule[]> {
  const modules = (await findSpecs(['spec'])).map(async (file): Promise<SpecModule> => {
    const module = (await import(pathToFileURL(file).href)) as { default: AnyModel; expected?: Expectations }
    return { file, spec: module.default, expected: module.expected }
  })
  return (await Promise.all(modules)).filter(({ spec }) => !(spec instanceof VerdictTable))
}

export function variantsOf(spec: AnyModel): string[] {
  return spec.description.variants.map(variant => variant.name)
}
