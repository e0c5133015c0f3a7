import { grouped } from '../../base/grouped.ts'

/** `1,370,933 states`: a number for people, with what it counts. */
export function count(number: number, thing: string, plural = 's'): string {
  return `${grouped(number)} ${thing}${number === 1 ? '' : plural}`
}
