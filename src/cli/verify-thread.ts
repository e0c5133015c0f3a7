/** A thread that checks the settings that it is sent, one at a time: see verify-settings.ts. */

import { parentPort, workerData } from 'node:worker_threads'
import { InternalError } from '../base/errors.ts'
import { loadSpecOrTable } from './load-spec.ts'
import { type SettingOptions, verifySetting } from './verify-setting.ts'
import type { Answer, Task } from './verify-settings.ts'

if (parentPort === null) throw new InternalError('verify-thread runs as a thread only')
const port = parentPort
const options = workerData as SettingOptions
const interruption = new AbortController()

port.on('message', async (message: Task | 'interrupt') => {
  if (message === 'interrupt') interruption.abort()
  else port.postMessage(await answer(message))
})

async function answer({ index, file, variant }: Task): Promise<Answer> {
  try {
    const spec = await loadSpecOrTable(file)
    if ('table' in spec) return { index }
    return { index, finding: await verifySetting({ spec, variant }, options, interruption.signal) }
  } catch {
    // Who asked tries it again, and meets the error as it is.
    return { index }
  }
}
