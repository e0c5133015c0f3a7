import { grouped } from '../../base/grouped.ts'

/** A number for people, with a noun: `1,370,933 states`. */
export function count(number: number, thing: string, plural = 's'): string {
  return `${grouped(number)} ${thing}${number === 1 ? '' : plural}`
}
