import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, relative } from 'node:path'
import { messageOf, UsageError } from '../base/errors.ts'
import { makeFolder } from '../ui/make-folder.ts'
import type { SupervisedTerminal } from './terminal.ts'

/**
 * The destination of a long text that is written in pieces, with back-pressure: a file, which appears when it is
 * complete, or standard output.
 */
export interface TextOutput {
  write(text: string): Promise<void>
  /** Call it when everything has been written. */
  close(): Promise<void>
  /** Call it instead of {@link close} if not everything was written: removes the file. */
  discard(): Promise<void>
}

/** Pieces are joined up to this many characters, since each write has a cost. */
const blockLength = 1 << 16

/** Throws {@link UsageError} if the file cannot be written. Call it before a search that may take hours. */
export async function openTextFile(file: string): Promise<TextOutput> {
  const unfinished = `${file}.${process.pid}.tmp`
  const guarded = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action()
    } catch (error) {
      throw new UsageError(
        'cannot-write',
        `'${file}' cannot be written: ${messageOf(error)}. Name another file with --out.`,
        { cause: error },
      )
    }
  }
  const handle = await guarded(() => openUnlessFolder(file, unfinished))
  const blocks = new Blocks(text => guarded(async () => void (await handle.write(text))))
  return {
    write: text => blocks.add(text),
    async close() {
      await blocks.flush()
      await guarded(async () => {
        await handle.close()
        await rename(unfinished, file)
      })
    },
    async discard() {
      await handle.close()
      await rm(unfinished, { force: true })
    },
  }
}

async function openUnlessFolder(file: string, unfinished: string): Promise<FileHandle> {
  const known = await stat(file).catch(() => undefined)
  if (known?.isDirectory()) throw new Error('it is a folder')
  makeFolder(dirname(file))
  return open(unfinished, 'w')
}

export function standardOutput({ write }: Pick<SupervisedTerminal, 'write'>): TextOutput {
  const blocks = new Blocks(write)
  return { write: text => blocks.add(text), close: () => blocks.flush(), discard: () => blocks.flush() }
}

class Blocks {
  private block = ''
  private readonly put: (text: string) => Promise<void>

  constructor(put: (text: string) => Promise<void>) {
    this.put = put
  }

  async add(text: string): Promise<void> {
    this.block += text
    if (this.block.length >= blockLength) await this.flush()
  }

  async flush(): Promise<void> {
    const { block } = this
    this.block = ''
    if (block !== '') await this.put(block)
  }
}

/** A path as shown to the user. */
export function shownPath(file: string): string {
  return relative(process.cwd(), file) || file
}
