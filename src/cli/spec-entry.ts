import { descriptionOf } from '../language/description-of.ts'
import { harmless } from '../report/text/value.ts'
import { tableDescriptionOf } from '../verdicts/verdict-table-builder.ts'
import { loadSpecOrTable } from './load-spec.ts'
import type { Terminal } from './terminal.ts'

/** The entry of a file in `list`: its model with constants, claims and variants, or its table. */
export async function specEntry(file: string, { paint }: Terminal): Promise<string> {
  const title = paint('bold', harmless(file))
  const loaded = await loadSpecOrTable(file)
  if ('table' in loaded) return `${title}\n  table      ${harmless(tableDescriptionOf(loaded.table).title)}`
  const { name, constants, claims, variants } = descriptionOf(loaded.model)
  const settings = Object.entries(constants).map(([constant, value]) => `${constant}=${JSON.stringify(value)}`)
  const lines = [
    `  model      ${name}`,
    `  constants  ${settings.join(' ') || 'none'}`,
    `  claims     ${claims.map(claim => claim.name).join('; ') || 'only the built-in ones'}`,
    `  variants   ${variants.map(variant => `'${variant.name}'`).join(', ') || 'none'}`,
  ]
  return [title, ...lines.map(harmless)].join('\n')
}
