import { accessSync, constants, mkdirSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { messageOf, UsageError } from '../base/errors.ts'
import { notice } from './notice.ts'
import { replaceFiles } from './replace-files.ts'

/** The folder that results go to. Files appear in it whole or not at all, and only when there is something to write. */
export class OutputFolder {
  private readonly root: string

  constructor(root: string) {
    this.root = root
  }

  /** Why results cannot be written, if they cannot: to be checked before a search that may take hours. */
  whyNotWritable(): string | undefined {
    try {
      mkdirSync(this.root, { recursive: true })
      if (!statSync(this.root).isDirectory()) throw new Error('it is a file')
      accessSync(this.root, constants.W_OK)
      // As root, or on some file systems, only writing shows whether one may.
      const probe = join(this.root, `.interleave-${process.pid}`)
      mkdirSync(probe, { recursive: true })
      rmdirSync(probe)
      return undefined
    } catch (error) {
      return `results cannot be written to '${this.root}': ${messageOf(error)}. Name another folder with --out.`
    }
  }

  /** Writes a file of the folder, given by its path inside it. Throws {@link UsageError} where it cannot be. */
  write(path: string, content: string): void {
    const file = join(this.root, path)
    const unfinished = `${file}.${process.pid}.tmp`
    this.guarded(path, () => {
      mkdirSync(dirname(file), { recursive: true })
      try {
        writeFileSync(unfinished, content)
        renameSync(unfinished, file)
      } catch (error) {
        rmSync(unfinished, { force: true })
        throw error
      }
    })
  }

  remove(path: string): void {
    this.guarded(path, () => rmSync(join(this.root, path), { force: true }))
  }

  /**
   * Makes `files`, by their names, all that an inner folder holds of what was ever written to it so. Throws
   * {@link UsageError} where they cannot be written, and leaves the folder as it was.
   */
  replace(path: string, files: ReadonlyMap<string, string>): void {
    this.guarded(path, () => replaceFiles(join(this.root, path), files))
  }

  /** The path from the working directory of what lies in the folder. */
  pathOf(path: string): string {
    return relative(process.cwd(), join(this.root, path))
  }

  /** A link to a file of the folder, given by its path from the working directory, for a page that lies in the folder. */
  linkTo(file: string): string {
    return relative(this.root, file).split(sep).map(encodeURIComponent).join('/')
  }

  private guarded(path: string, action: () => void): void {
    try {
      action()
    } catch (error) {
      const where = this.pathOf(path)
      throw new UsageError(
        'cannot-write',
        `'${where}' cannot be written: ${messageOf(error)}. Name another folder with --out.`,
        { cause: error },
      )
    }
  }
}

/** What is found is worth more than its files: a search does not wait for a place to put them. */
export function warnUnlessWritable(folder: OutputFolder): void {
  const why = folder.whyNotWritable()
  if (why !== undefined) notice(`${why} The check continues without writing results.`)
}
