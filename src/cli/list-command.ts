import { messageOf } from '../base/errors.ts'
import { harmless, showMessage } from '../report/value.ts'
import { findSpecs } from './find-specs.ts'
import { loadSpecOrTable } from './load-spec.ts'
import type { Terminal } from './terminal.ts'

/**
 * Prints specs, and those below folders, with their variants and constants, and verdict tables as what they are. A spec that does
 * not load is listed as such.
 */
export async function listCommand(names: readonly string[], terminal: Terminal): Promise<number> {
  const files = await findSpecs(names)
  if (files.length === 0) terminal.print(`no spec files in ${names.map(name => `'${name}'`).join(', ')}`)
  for (const file of files) terminal.print(await entry(file, terminal))
  return 0
}

async function entry(file: string, { paint }: Terminal): Promise<string> {
  const title = paint('bold', harmless(file))
  try {
    const loaded = await loadSpecOrTable(file)
    if ('table' in loaded) return `${title}\n  table      ${harmless(loaded.table.description.title)}`
    const { model } = loaded
    const { constants, claims, variants } = model.description
    const settings = Object.entries(constants).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    const lines = [
      `  model      ${model.description.name}`,
      `  constants  ${settings.join(' ') || 'none'}`,
      `  claims     ${claims.map(claim => claim.name).join('; ') || 'only those of every model'}`,
      `  variants   ${variants.map(variant => `'${variant.name}'`).join(', ') || 'none'}`,
    ]
    return [title, ...lines.map(harmless)].join('\n')
  } catch (error) {
    return `${title}\n  ${paint('red', showMessage(messageOf(error)))}`
  }
}
