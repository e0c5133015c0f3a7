import { InvalidArgumentError } from 'commander'
import { bytesOf } from '../config/bytes-of.ts'

/** Parses an amount of memory, as an option gives it. */
export function readMemory(text: string): number {
  const bytes = bytesOf(text)
  if (bytes !== undefined) return bytes
  throw new InvalidArgumentError('It must be an amount of memory of at least one byte, such as 500M or 8G.')
}
