/** Caches of the command do not grow forever. */

import { readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { markUsed, pruneCache } from '../../../src/cli/prune-cache.ts'
import { folderWith, temporaryFolder } from './run-command.ts'

test('entries that were not used for 30 days are removed, others stay', () => {
  const folder = folderWith({ old: '', used: '', recent: '' })
  const now = Date.now()
  const daysAgo = (days: number) => now / 1000 - days * 24 * 60 * 60
  for (const [name, days] of Object.entries({ old: 31, used: 31, recent: 29 }))
    utimesSync(join(folder, name), daysAgo(days), daysAgo(days))
  markUsed(join(folder, 'used'), now)
  pruneCache(folder, now)
  expect(readdirSync(folder).sort()).toEqual(['recent', 'used'])
})

test('a cache that is not there yet is no error', () => {
  expect(() => pruneCache(join(temporaryFolder(), 'none'), Date.now())).not.toThrow()
  expect(() => markUsed(join(temporaryFolder(), 'none'), Date.now())).not.toThrow()
})
