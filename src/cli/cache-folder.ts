import { homedir } from 'node:os'
import { join } from 'node:path'

/** The folder of this package in the user's cache folder. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'interleave')
}
