import { accessSync, constants, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { messageOf, UsageError } from '../base/errors.ts'
import { makeFolder } from '../ui/make-folder.ts'
import { notice } from './notice.ts'
import { replaceFiles } from './replace-files.ts'

/** The folder of results. Files in it are created atomically, and only when there is something to write. */
export class OutputFolder {
  private readonly root: string

  constructor(root: string) {
    this.root = root
  }

  /** Why results cannot be written, if so. Call it before a search that may take hours. */
  whyNotWritable(): string | undefined {
    try {
      makeFolder(this.root)
      if (!statSync(this.root).isDirectory()) throw new Error('it is a file')
      accessSync(this.root, constants.W_OK)
      // For root, and on some file systems, only writing shows whether it is permitted.
      const probe = join(this.root, `.interleave-${process.pid}`)
      makeFolder(probe)
      rmdirSync(probe)
      return undefined
    } catch (error) {
      return `results cannot be written to '${this.root}': ${messageOf(error)}. Name another folder with --out.`
    }
  }

  /** Writes a file of the folder, given by its path inside it. Throws {@link UsageError} if that fails. */
  write(path: string, content: string): void {
    const file = join(this.root, path)
    const unfinished = `${file}.${process.pid}.tmp`
    this.guarded(path, () => {
      makeFolder(dirname(file))
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
   * Replaces all files that were ever written to an inner folder by this method with `files`, given by name. Throws
   * {@link UsageError} if they cannot be written, and leaves the folder unchanged.
   */
  replace(path: string, files: ReadonlyMap<string, string>): void {
    this.guarded(path, () => replaceFiles(join(this.root, path), files))
  }

  /** The path of a file in the folder, relative to the working directory. */
  pathOf(path: string): string {
    return relative(process.cwd(), join(this.root, path))
  }

  /**
   * A link for a page in the folder to another file of the folder, given by its path relative to the working directory.
   */
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

/** The result is more important than its files, so the search goes on without a place to write them. */
export function warnUnlessWritable(folder: OutputFolder): void {
  const why = folder.whyNotWritable()
  if (why !== undefined) notice(`${why} The check continues without writing results.`)
}
