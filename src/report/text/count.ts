/** `1,370,933 states`: a number for people, with what it counts. */
export function count(number: number, thing: string, plural = 's'): string {
  return `${number.toLocaleString('en-US')} ${thing}${number === 1 ? '' : plural}`
}
