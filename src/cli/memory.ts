import { InvalidArgumentError } from 'commander'

const units: { readonly [unit: string]: number } = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }

/** Parses an amount of memory: `2G`, `500M`, or a number of bytes. */
export function readMemory(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)([KMG]?)i?B?$/i.exec(text) ?? []
  const bytes = Number(number) * (units[(unit ?? '').toUpperCase()] ?? Number.NaN)
  if (bytes >= 1) return bytes
  throw new InvalidArgumentError('It must be an amount of memory of at least one byte, such as 500M or 8G.')
}
