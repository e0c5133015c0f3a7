import { accessSync, constants, mkdirSync, renameSync, rmdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { messageOf, UsageError } from '../base/errors.ts'

/**
 * The folder that results go to. Files appear in it whole or not at all, and only when there is something to write:
 * what is there from an earlier run stays until it is replaced.
 */
export class OutputFolder {
  private readonly root: string

  constructor(root: string) {
    this.root = root
  }

  /** Throws {@link UsageError} unless results can be written: to be called before a search that may take hours. */
  ensureWritable(): void {
    try {
      mkdirSync(this.root, { recursive: true })
      if (!statSync(this.root).isDirectory()) throw new Error('it is a file')
      accessSync(this.root, constants.W_OK)
      // As root, or on some file systems, only writing shows whether one may.
      const probe = join(this.root, `.interleave-${process.pid}`)
      mkdirSync(probe, { recursive: true })
      rmdirSync(probe)
    } catch (error) {
      throw new UsageError(
        'cannot-write',
        `results cannot be written to '${this.root}': ${messageOf(error)}. Name another folder with --out.`,
        { cause: error },
      )
    }
  }

  /** Writes a file of the folder, given by its path inside it, and returns its path from the working directory. */
  write(path: string, content: string): string {
    const file = join(this.root, path)
    try {
      mkdirSync(dirname(file), { recursive: true })
      const unfinished = `${file}.${process.pid}.tmp`
      writeFileSync(unfinished, content)
      renameSync(unfinished, file)
    } catch (error) {
      throw new UsageError(
        'cannot-write',
        `'${file}' cannot be written: ${messageOf(error)}. Name another folder with --out.`,
        { cause: error },
      )
    }
    return relative(process.cwd(), file)
  }

  /** A link to a file of the folder, given by its path from the working directory, for a page that lies in the folder. */
  linkTo(file: string): string {
    return relative(this.root, file).split(sep).map(encodeURIComponent).join('/')
  }
}
