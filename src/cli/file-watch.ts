import { createHash } from 'node:crypto'
import { readFileSync, type Stats, statSync } from 'node:fs'

/** What a file was like when it was looked at; both are undefined where there is none. */
interface FileSeen {
  /** Its size, time and number: while they stay the same, so does its content. */
  readonly stamp: string | undefined
  readonly hash: string | undefined
}

/** How often files are looked at. */
const everyMs = 150

/**
 * Watches files, whether they exist or not, and reports those whose content changed. It looks at them by itself rather than
 * asking the system, which does not say what happens in shared folders and containers, and limits the number of folders.
 */
export class FileWatch {
  private readonly seen = new Map<string, FileSeen>()
  private readonly report: (changed: readonly string[]) => void
  private timer: NodeJS.Timeout | undefined

  constructor(report: (changed: readonly string[]) => void) {
    this.report = report
  }

  /** Also watches these files, which were read no earlier than `since`: what was written later has changed. */
  add(files: readonly string[], since: number): void {
    for (const file of files) {
      if (!this.seen.has(file)) this.seen.set(file, isWrittenAfter(since, file) ? notSeen : look(file))
    }
    this.timer ??= setInterval(() => this.lookAgain(), everyMs)
  }

  get size(): number {
    return this.seen.size
  }

  /** Forgets all files. */
  close(): void {
    clearInterval(this.timer)
    this.timer = undefined
    this.seen.clear()
  }

  private lookAgain(): void {
    const changed = [...this.seen.keys()].filter(file => this.hasChanged(file))
    if (changed.length > 0) this.report(changed)
  }

  private hasChanged(file: string): boolean {
    const before = this.seen.get(file)
    if (stampOf(file) === before?.stamp) return false
    const now = look(file)
    this.seen.set(file, now)
    return now.hash !== before?.hash
  }
}

/** Differs from every file, and from none. */
const notSeen: FileSeen = { stamp: 'not seen', hash: 'not seen' }

/** The stamp is taken first, so that a write in between is seen the next time. */
function look(file: string): FileSeen {
  const stamp = stampOf(file)
  return { stamp, hash: hashOf(file) }
}

function stampOf(file: string): string | undefined {
  const stat = statOf(file)
  return stat?.isFile() ? `${stat.mtimeMs} ${stat.size} ${stat.ino}` : undefined
}

/**
 * What the system says about a file; undefined if it cannot say. There may be none, but also a file where the path has a folder:
 * among those watched is `lib.ts/index.ts`, once an import of `lib.ts` found nothing.
 */
function statOf(file: string): Stats | undefined {
  try {
    return statSync(file)
  } catch {
    return undefined
  }
}

function hashOf(file: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex')
  } catch {
    return undefined
  }
}

function isWrittenAfter(time: number, file: string): boolean {
  return (statOf(file)?.mtimeMs ?? 0) >= time
}
