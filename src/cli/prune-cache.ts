import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'

/** Entries of a cache that nobody has used for so long are removed. */
const mostDays = 30
const dayMs = 24 * 60 * 60 * 1000

/** Removes the files of a folder that have not been used for 30 days at the time `now`. What cannot be removed stays. */
export function pruneCache(folder: string, now: number): void {
  try {
    for (const name of readdirSync(folder)) {
      const file = join(folder, name)
      const { mtimeMs = now } = statSync(file, { throwIfNoEntry: false }) ?? {}
      if (now - mtimeMs > mostDays * dayMs) rmSync(file, { force: true })
    }
  } catch {
    // Without the folder, or the right to change it, nothing is lost.
  }
}

/** Notes that an entry was used. */
export function markUsed(file: string, now: number): void {
  try {
    utimesSync(file, now / 1000, now / 1000)
  } catch {
    // It is only older than it should be.
  }
}
