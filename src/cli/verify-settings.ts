import { SupervisedThread } from './supervised-thread.ts'
import type { RelayedMessage, TaskEnd, TaskLimits } from './task-end.ts'
import type { VerdictCache } from './verdict-cache.ts'
import type { SettingFinding, SettingOptions } from './verify-setting.ts'

/** A spec in one of its variants, or the model itself. */
export interface SettingOfSpec {
  readonly file: string
  /** The name of its model. */
  readonly model: string
  readonly variant: string | null
  /** The files on which its spec depends. */
  readonly files: readonly string[]
}

/** Where settings are checked, and the cache of earlier results, if they may come from there. */
export interface VerifyThreads {
  readonly jobs: number
  readonly first: SupervisedThread
  readonly relay: (message: RelayedMessage) => void
  readonly cache?: VerdictCache | undefined
}

/**
 * Checks settings in `jobs` threads in parallel, and yields their results in order. A terminated thread is replaced for
 * the next setting. Stops if the signal is aborted, but still yields the settings in progress, as far as they went.
 * `first` is an existing thread.
 */
export async function* verifySettings(
  settings: readonly SettingOfSpec[],
  options: SettingOptions,
  { jobs, first, relay, cache }: VerifyThreads,
  signal: AbortSignal,
): AsyncGenerator<TaskEnd<SettingFinding>> {
  const limits: TaskLimits = { maxSeconds: options.maxSeconds, signal }
  const slots = settings.map(newSlot)
  const threads = Array.from({ length: jobs }, (_, i) => (i === 0 ? first : new SupervisedThread(relay)))
  let next = 0
  const work = async (thread: SupervisedThread): Promise<void> => {
    while (next < settings.length && !signal.aborted) {
      const index = next++
      const setting = settings[index] as SettingOfSpec
      const { file, variant } = setting
      const check = () => thread.run({ command: 'verify', file, variant, options }, limits)
      slots[index]?.resolve(cache === undefined ? await check() : await unlessKnown(cache, setting, check))
    }
  }
  const all = Promise.all(threads.map(work)).then(() => undefined)
  try {
    for (const slot of slots) {
      const ended = await Promise.race([slot.promise, all.then(() => slot.latest)])
      if (ended === undefined) return
      yield ended
    }
  } finally {
    for (const thread of threads) thread.end()
  }
}

/** What an earlier run found; or else what a check finds, for later runs. */
async function unlessKnown(
  cache: VerdictCache,
  setting: SettingOfSpec,
  check: () => Promise<TaskEnd<SettingFinding>>,
): Promise<TaskEnd<SettingFinding>> {
  const key = cache.keyOf(setting)
  const known = cache.find(key)
  if (known !== undefined) return { kind: 'done', value: known }
  const ended = await check()
  if (ended.kind === 'done') cache.keep(key, setting, ended.value)
  return ended
}

interface ThreadSlot {
  readonly promise: Promise<TaskEnd<SettingFinding>>
  latest: TaskEnd<SettingFinding> | undefined
  resolve(ended: TaskEnd<SettingFinding>): void
}

function newSlot(): ThreadSlot {
  let settle: (ended: TaskEnd<SettingFinding>) => void = () => undefined
  const promise = new Promise<TaskEnd<SettingFinding>>(resolve => {
    settle = resolve
  })
  const slot: ThreadSlot = {
    promise,
    latest: undefined,
    resolve(ended) {
      slot.latest = ended
      settle(ended)
    },
  }
  return slot
}
