import type { Outcome } from './outcome.ts'

/** The bounds that cut a search, to be read after `holds`: `within 'small'`. */
export function withinWhat({ bounds = [] }: Pick<Outcome, 'bounds'>): string {
  return withinThese(bounds.map(({ name }) => name))
}

/** The same of names. */
export function withinThese(names: readonly string[]): string {
  return `within ${names.map(name => `'${name}'`).join(', ')}`
}
