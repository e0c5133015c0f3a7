/**
 * What is left of TypeScript files without their types, kept from one run to the next: loading the stripper takes
 * longer than most checks.
 *
 * It lies in the user's own cache folder, by the hash of the source and of the version of this package, so that nothing
 * in it can be out of date. Where it cannot be read or written everything works without it.
 */

import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from './cache-folder.ts'

export class StrippedCache {
  private readonly folder: string
  private readonly version: string

  /** `version` is whatever else the result depends on. */
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
      mkdirSync(this.folder, { recursive: true })
      writeFileSync(unfinished, stripped)
      renameSync(unfinished, file)
    } catch {
      // Read-only, or full: the next run strips the types again.
    }
  }

  private fileOf(source: string): string {
    return join(
      this.folder,
      `${createHash('sha256').update(this.version).update('\0').update(source).digest('hex')}.js`,
    )
  }
}
