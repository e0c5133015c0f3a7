/**
 * A cache of TypeScript files with their types stripped, shared by all runs: loading the stripper takes longer than
 * most checks.
 *
 * It is in the user's cache folder, keyed by a hash of the source and the version of this package, so no entry can be
 * out of date. If it cannot be read or written, everything works without it.
 */

import { createHash } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../ui/make-folder.ts'
import { cacheFolder } from './cache-folder.ts'

export class StrippedCache {
  private readonly folder: string
  private readonly version: string

  /** `version` is everything else on which the result depends. */
  constructor(version: string, folder = cacheFolder()) {
    this.folder = folder
    this.version = version
  }

  read(source: string): string | undefined {
    try {
      return readFileSync(this.fileOf(source), 'utf8')
    } catch {
      return undefined
    }
  }

  write(source: string, stripped: string): void {
    const file = this.fileOf(source)
    const unfinished = `${file}.${process.pid}`
    try {
      makeFolder(this.folder)
      writeFileSync(unfinished, stripped)
      renameSync(unfinished, file)
    } catch {
      // The folder is read-only or full: the next run strips the types again.
    }
  }

  private fileOf(source: string): string {
    return join(
      this.folder,
      `${createHash('sha256').update(this.version).update('\0').update(source).digest('hex')}.js`,
    )
  }
}
