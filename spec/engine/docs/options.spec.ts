/** The page of options agrees with the command line. */

import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { program } from '../../../src/cli/program.ts'
import { optionsPage } from './options-page.ts'

const file = fileURLToPath(new URL('../../../docs/options.md', import.meta.url))

test('docs/options.md has every option of every command', () => {
  const page = optionsPage(program({} as never, () => {}))
  if (process.env.UPDATE_OPTIONS === '1') writeFileSync(file, page)
  expect(readFileSync(file, 'utf8')).toBe(page)
})
