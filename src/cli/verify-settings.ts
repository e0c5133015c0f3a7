import { Worker } from 'node:worker_threads'
import { type Finding, type Setting, type SettingOptions, verifySetting } from './verify-setting.ts'

/** What a thread is asked for. */
export interface Task {
  readonly index: number
  readonly file: string
  readonly variant: string | null
}

/** What it says: nothing but the number where it could not. */
export interface Answer {
  readonly index: number
  readonly finding?: Finding
}

/**
 * Checks settings, as many at a time as there are `jobs`, and gives what is found in their order. Stops where `signal` is
 * aborted: what is under way by then is still given, as far as it came.
 */
export async function* verifySettings(
  settings: readonly Setting[],
  options: SettingOptions & { readonly jobs: number },
  signal: AbortSignal,
): AsyncGenerator<Finding> {
  const threads = options.jobs > 1 ? new Threads(settings, options, signal) : undefined
  try {
    for (const [index, setting] of settings.entries()) {
      if (signal.aborted && threads?.hasBegun(index) !== true) return
      yield (await threads?.finding(index)) ?? (await verifySetting(setting, options, signal))
    }
  } finally {
    await threads?.end()
  }
}

/** Threads that take one setting after the other. */
class Threads {
  private readonly settings: readonly Setting[]
  private readonly signal: AbortSignal
  private readonly workers: readonly Worker[]
  private readonly found: readonly Slot[]
  private next = 0
  private running: number

  constructor(settings: readonly Setting[], options: SettingOptions & { readonly jobs: number }, signal: AbortSignal) {
    this.settings = settings
    this.signal = signal
    this.found = settings.map(newSlot)
    const { jobs, ...workerData } = options
    this.running = jobs
    this.workers = Array.from({ length: jobs }, () => this.start(workerData))
    signal.addEventListener('abort', () => {
      for (const worker of this.workers) worker.postMessage('interrupt')
    })
  }

  /** Whether a thread has been asked for a setting. */
  hasBegun(index: number): boolean {
    return index < this.next
  }

  /** Undefined where the thread could not tell, and the setting has to be checked here. */
  async finding(index: number): Promise<Finding | undefined> {
    return this.found[index]?.promise
  }

  async end(): Promise<void> {
    await Promise.all(this.workers.map(worker => worker.terminate()))
  }

  private start(workerData: SettingOptions): Worker {
    const worker = new Worker(new URL('./verify-thread.js', import.meta.url), { workerData })
    let asked: number | undefined
    const ask = (): void => {
      asked = this.signal.aborted || this.next >= this.settings.length ? undefined : this.next++
      if (asked === undefined) return
      const { spec, variant } = this.settings[asked] as Setting
      worker.postMessage({ index: asked, file: spec.file, variant } satisfies Task)
    }
    worker.on('message', ({ index, finding }: Answer) => {
      this.found[index]?.resolve(finding)
      ask()
    })
    // A thread that is gone, for want of memory say, leaves its setting to who asked; the others go on.
    worker.on('error', () => undefined)
    worker.on('exit', () => {
      if (asked !== undefined) this.found[asked]?.resolve(undefined)
      this.running--
      if (this.running === 0) for (const slot of this.found) slot.resolve(undefined)
    })
    ask()
    return worker
  }
}

interface Slot {
  readonly promise: Promise<Finding | undefined>
  resolve(finding: Finding | undefined): void
}

function newSlot(): Slot {
  let resolve: Slot['resolve'] = () => undefined
  const promise = new Promise<Finding | undefined>(settle => {
    resolve = settle
  })
  return { promise, resolve }
}
