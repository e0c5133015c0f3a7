import { canonical } from '../../base/plain.ts'
import type { PickEvent } from '../../footprint/trace.ts'
import type { PackedRenaming } from '../packed-renaming.ts'
import type { Renaming } from '../renaming.ts'
import type { OptionEvent, Values } from './observed-run.ts'
import { nothingOffered, type PickOption } from './run-observer.ts'

/**
 * Takes the options which a run has taken under other names, if the same ones are offered: `options` are those of the run,
 * `values` is the state with other names. Equal options can't be distinguished, so none is taken then.
 */
export function pickLike(options: readonly OptionEvent[], by: PackedRenaming, values: Values): PickOption {
  return (offered, choice) => {
    const wanted = options[choice]
    if (wanted === undefined) return undefined
    if (wanted.kind === 'pick') return offered.kind === 'pick' ? pickOf(wanted, offered, by, values) : undefined
    return offered.kind === 'choice' ? choiceOf(wanted.options, wanted.pick, offered.options, by.renaming) : undefined
  }
}

/** What an option that was taken is under other names; the same for options that are. */
export function nameUnder(by: PackedRenaming, option: OptionEvent): string {
  if (option.kind === 'pick') return `member ${option.at < 0 ? 'none' : by.targetOf(option.cells[option.at] as number)}`
  const text = option.options?.[option.pick]
  return text === undefined ? `option ${option.pick}` : nameOf(by.renaming.value(JSON.parse(text)))
}

function pickOf(wanted: PickEvent, offered: PickEvent, by: PackedRenaming, values: Values): number | undefined {
  if (wanted.at < 0 || offered.at < 0) return wanted.at < 0 && offered.at < 0 ? nothingOffered : undefined
  const target = by.targetOf(wanted.cells[wanted.at] as number)
  const at = offered.cells.indexOf(target ?? -1)
  return at < 0 ? undefined : offered.cells.slice(0, at).filter(cell => values[cell] === 1).length
}

function choiceOf(
  options: readonly string[] | undefined,
  pick: number,
  offered: readonly string[] | undefined,
  renaming: Renaming,
): number | undefined {
  if (options === undefined || offered === undefined || options.length !== offered.length) return undefined
  const renamed = options.map(option => nameOf(renaming.value(JSON.parse(option))))
  const names = offered.map(option => nameOf(JSON.parse(option)))
  const isSame = JSON.stringify(renamed.toSorted()) === JSON.stringify(names.toSorted())
  if (new Set(names).size !== names.length || !isSame) return undefined
  return names.indexOf(renamed[pick] as string)
}

/** The text of an option in which a list of texts, which may be a set of ids, is sorted. */
function nameOf(option: unknown): string {
  return canonical(withSortedTexts(option))
}

function withSortedTexts(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items = value.map(withSortedTexts)
    return items.every(item => typeof item === 'string') ? items.sort() : items
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withSortedTexts(part)]))
}
