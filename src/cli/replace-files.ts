/**
 * A folder in which each run replaces the files of the previous run, and touches no other files.
 *
 * A list in the folder names the files of the run. All new files are written before the first old one is removed, so
 * that a full disk changes nothing, and each is moved into place atomically. The folder is locked during that short
 * time, so two concurrent runs leave the files of one of them.
 */

import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../ui/make-folder.ts'

const listName = '.interleave.json'
const lockName = '.interleave-lock'
const stagePrefix = '.interleave-new-'
/** An older lock was left by a run that was killed. */
const longestLock = 10_000
const longestStage = 600_000
const pause = 20

/** Replaces the files of earlier runs by `files`, contents by name. */
export function replaceFiles(folder: string, files: ReadonlyMap<string, string>): void {
  if (files.size === 0 && !exists(join(folder, listName))) return
  makeFolder(folder)
  sweep(folder)
  const stage = mkdtempSync(join(folder, stagePrefix))
  try {
    for (const [name, content] of files) writeFileSync(join(stage, name), content)
    writeList(stage, [...files.keys()])
    whileLocked(folder, () => moveIn(folder, stage, [...files.keys()]))
  } finally {
    rmSync(stage, { recursive: true, force: true })
  }
  if (files.size === 0) removeIfEmpty(folder)
}

function moveIn(folder: string, stage: string, names: readonly string[]): void {
  const before = readList(folder)
  if (names.length > 0) {
    // Lists old and new files, so that the next run knows all files even if this one is killed now.
    writeList(stage, [...new Set([...before, ...names])], 'both')
    renameSync(join(stage, 'both'), join(folder, listName))
  }
  for (const name of before) rmSync(join(folder, name), { force: true })
  for (const name of names) renameSync(join(stage, name), join(folder, name))
  if (names.length === 0) rmSync(join(folder, listName))
  else renameSync(join(stage, listName), join(folder, listName))
}

function whileLocked(folder: string, action: () => void): void {
  const lock = join(folder, lockName)
  while (!isTaken(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause)
  try {
    action()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

function isTaken(lock: string): boolean {
  try {
    mkdirSync(lock)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    if (ageOf(lock) > longestLock) rmSync(lock, { recursive: true, force: true })
    return false
  }
}

/** Removes temporary files of runs that were killed. */
function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    const stage = join(folder, name)
    if (name.startsWith(stagePrefix) && ageOf(stage) > longestStage) rmSync(stage, { recursive: true, force: true })
  }
}

/** The age in milliseconds; 0 if the file is gone. */
function ageOf(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false })
  return found === undefined ? 0 : Date.now() - found.mtimeMs
}

function readList(folder: string): string[] {
  try {
    const names: unknown = JSON.parse(readFileSync(join(folder, listName), 'utf8')).files
    const isName = (name: unknown): name is string => typeof name === 'string' && /^[^./][^/]*$/.test(name)
    return Array.isArray(names) ? names.filter(isName) : []
  } catch {
    // There is no list, or not one of ours: nothing is removed.
    return []
  }
}

function writeList(folder: string, files: readonly string[], name = listName): void {
  writeFileSync(join(folder, name), `${JSON.stringify({ files }, null, 2)}\n`)
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // It contains other files.
  }
}

function exists(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined
}
