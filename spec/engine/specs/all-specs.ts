import { pathToFileURL } from 'node:url'
import { findSpecs } from '../../../src/cli/find-specs.ts'
import { descriptionOf } from '../../../src/language/description-of.ts'
import type { Expectations } from '../../../src/language/expectations.ts'
import type { AnyModel } from '../../../src/machine/instantiate.ts'
import { isVerdictTable } from '../../../src/verdicts/verdict-table-builder.ts'

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
  return (await Promise.all(modules)).filter(({ spec }) => !isVerdictTable(spec))
}

export function variantsOf(spec: AnyModel): string[] {
  return descriptionOf(spec).variants.map(variant => variant.name)
}

/** The names of all settings of a spec: its base and its variants. */
export function settingsOf(spec: AnyModel): string[] {
  return ['base', ...variantsOf(spec)]
}

/** One of `oneOf` settings of a spec; the first, its base, is always among them. */
export function someSettingsOf(spec: AnyModel, oneOf: number): string[] {
  return settingsOf(spec).filter((_, i) => i % oneOf === 0)
}
