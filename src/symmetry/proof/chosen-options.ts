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
  const { options, pick } = option
  const text = options?.[pick]
  if (options === undefined || text === undefined) return `option ${pick}`
  return namingOf(options)(by.renaming.value(JSON.parse(text)))
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
  const nameOf = namingOf(options)
  const renamed = options.map(option => nameOf(renaming.value(JSON.parse(option))))
  const names = offered.map(option => nameOf(JSON.parse(option)))
  const isSame = JSON.stringify(renamed.toSorted()) === JSON.stringify(names.toSorted())
  if (new Set(names).size !== names.length || !isSame) return undefined
  return names.indexOf(renamed[pick] as string)
}

type Naming = (option: unknown) => string

/** Runs are repeated under many names with the same options. */
const known = new WeakMap<readonly string[], Naming>()

function namingOf(options: readonly string[]): Naming {
  const before = known.get(options)
  if (before !== undefined) return before
  const naming = newNamingOf(options)
  known.set(options, naming)
  return naming
}

/** How to name options: by texts with sorted lists, which may be sets of ids, unless order distinguishes some of these. */
function newNamingOf(options: readonly string[]): Naming {
  const inAnyOrder: Naming = option => canonical(withSortedLists(option))
  const names = new Set(options.map(option => inAnyOrder(JSON.parse(option))))
  return names.size < options.length ? canonical : inAnyOrder
}

function withSortedLists(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items = value.map(withSortedLists)
    return items
      .map(item => ({ item, text: canonical(item) }))
      .sort((a, b) => (a.text < b.text ? -1 : 1))
      .map(({ item }) => item)
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withSortedLists(part)]))
}
