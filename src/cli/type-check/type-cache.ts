/**
 * A cache of well-typed specs, shared by all runs: for each, the files on which the result depends, by their content.
 * TypeScript takes longer than most checks.
 *
 * It is in the user's cache folder. If it cannot be read or written, everything works without it.
 */

import { createHash } from 'node:crypto'
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../../ui/make-folder.ts'
import { cacheFolder } from '../cache-folder.ts'

/** The most milliseconds that time stamps of files may lag behind the clock. */
const clockStepMs = 20

export class TypeCache {
  private readonly folder: string
  private readonly hashes = new Map<string, string | undefined>()

  constructor(folder = join(cacheFolder(), 'types')) {
    this.folder = folder
  }

  /** Whether the entry of this key was well typed, and none of its files has changed since. */
  isKnown(key: string): boolean {
    try {
      const files = JSON.parse(readFileSync(this.fileOf(key), 'utf8')) as Record<string, string>
      return Object.entries(files).every(([file, hash]) => this.hashOf(file) === hash)
    } catch {
      return false
    }
  }

  /** Stores the entry of this key as well typed, unless a file may have changed during the check. */
  remember(key: string, files: Iterable<string>, startedAt: number): void {
    const hashes = [...files].map(file => [file, this.hashOf(file)] as const)
    if (hashes.some(([file, hash]) => hash === undefined || isNewerThan(file, startedAt - clockStepMs))) return
    const file = this.fileOf(key)
    const unfinished = `${file}.${process.pid}`
    try {
      makeFolder(this.folder)
      writeFileSync(unfinished, JSON.stringify(Object.fromEntries(hashes)))
      renameSync(unfinished, file)
    } catch {
      // The folder is read-only or full: the next run checks the types again.
      rmSync(unfinished, { force: true })
    }
  }

  private fileOf(key: string): string {
    return join(this.folder, `${sha256(key)}.json`)
  }

  private hashOf(file: string): string | undefined {
    if (!this.hashes.has(file)) this.hashes.set(file, hashOfFile(file))
    return this.hashes.get(file)
  }
}

function hashOfFile(file: string): string | undefined {
  try {
    return sha256(readFileSync(file))
  } catch {
    return undefined
  }
}

function isNewerThan(file: string, time: number): boolean {
  return statSync(file).mtimeMs >= time
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}
