import { messageOf } from '../base/errors.ts'
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
  try {
    const loaded = await loadSpecOrTable(file)
    if ('table' in loaded) return `${paint('bold', file)}\n  table      ${loaded.table.description.title}`
    const { model } = loaded
    const { constants, claims, variants } = model.description
    const settings = Object.entries(constants).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    const lines = [
      paint('bold', file),
      `  model      ${model.description.name}`,
      `  constants  ${settings.join(' ') || 'none'}`,
      `  claims     ${claims.map(claim => claim.name).join('; ') || 'only those of every model'}`,
      `  variants   ${variants.map(variant => `'${variant.name}'`).join(', ') || 'none'}`,
    ]
    return lines.join('\n')
  } catch (error) {
    return `${paint('bold', file)}\n  ${paint('red', messageOf(error))}`
  }
}
