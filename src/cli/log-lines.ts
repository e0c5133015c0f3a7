import { createReadStream, existsSync, statSync } from 'node:fs'
import { messageOf, UsageError } from '../base/errors.ts'
import type { Plain } from '../base/plain.ts'
import { type AnyLogMap, type LogSighting, sightingAt } from '../conform/log-map.ts'
import type { Machine } from '../machine/machine.ts'

/** What the lines of a log show, in batches. Blank lines mean nothing. */
export async function* logLines(machine: Machine, log: string, map: AnyLogMap): AsyncGenerator<LogSighting[]> {
  if (log === '-')
    throw new UsageError(
      'no-such-file',
      "logs are read from files, not from standard input ('-'). Write it into a file first.",
    )
  if (statSync(log, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError('no-such-file', `'${log}' is a folder. Name the logs in it, such as ${log}/*.jsonl.`)
  if (!existsSync(log)) throw new UsageError('no-such-file', `there is no log '${log}'.`)
  let line = 0
  const shown = (text: string): LogSighting[] => {
    line++
    const seen = text.trim() === '' ? undefined : sightingAt(machine, map, { log, line }, eventOf(text, log, line))
    return seen === undefined ? [] : [seen]
  }
  let rest = ''
  let isFirst = true
  for await (const chunk of chunksOf(log)) {
    const lines = (rest + (isFirst ? chunk.replace(/^\uFEFF/, '') : chunk)).split('\n')
    isFirst = false
    rest = lines.pop() as string
    yield lines.flatMap(shown)
  }
  yield shown(rest)
}

async function* chunksOf(log: string): AsyncGenerator<string> {
  try {
    for await (const chunk of createReadStream(log, 'utf8')) yield chunk as string
  } catch (error) {
    throw new UsageError('no-such-file', `'${log}' cannot be read: ${messageOf(error)}.`, { cause: error })
  }
}

function eventOf(text: string, log: string, line: number): Plain {
  try {
    return JSON.parse(text) as Plain
  } catch (error) {
    throw new UsageError('not-a-log', `${log}, line ${line}, is not JSON: ${messageOf(error)}.`, { cause: error })
  }
}
