const units: { readonly [unit: string]: number } = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }

/** An amount of memory in bytes: `2G`, `500M`, or a number of bytes; undefined if it is none. */
export function bytesOf(text: string): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?)([KMG]?)i?B?$/i.exec(text) ?? []
  const bytes = Number(number) * (units[(unit ?? '').toUpperCase()] ?? Number.NaN)
  return bytes >= 1 ? bytes : undefined
}
