import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The root of the checkout. */
export const checkout = fileURLToPath(new URL('..', import.meta.url))

/** A folder for what a bench makes on the way, such as SPIN's C; not committed. */
export function scratchFolder(...names: readonly string[]): string {
  const folder = [checkout.replace(/\/$/, ''), 'out', 'bench', ...names].join('/')
  mkdirSync(folder, { recursive: true })
  return folder
}
