/** The pages of findings beside the specs: their links are valid, and their commands show what the pages say. */

import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { allSpecs } from './all-specs.ts'

/** A command of a page, with the result that the lines below it state. */
interface Command {
  readonly spec: string
  readonly variant: string | null
  readonly set: readonly string[]
  readonly finds: readonly string[]
}

const command =
  /^interleave check (\S+) --all-claims(?: --variant (?:'([^']+)'|"([^"]+)"))?((?: --set \w+=\S+)*)((?:\n# .*)*)$/gm

function commandsOf(page: string): Command[] {
  return [...page.matchAll(command)].map(([, spec, plain, quoted, set, finds]) => ({
    spec: spec!,
    variant: plain ?? quoted ?? null,
    set: [...set!.matchAll(/(\w+)=/g)].map(([, constant]) => constant!),
    finds: finds!.split('\n# ').slice(1),
  }))
}

const specs = await allSpecs()
const pages = specs
  .map(spec => ({ ...spec, page: spec.file.replace(/\.ts$/, '.md') }))
  .filter(({ page }) => existsSync(page))
  .map(spec => ({ ...spec, text: readFileSync(spec.page, 'utf8') }))

test('pages of findings exist, and each is named in the comment of its spec', () => {
  expect(pages.length).toBeGreaterThan(10)
  const unnamed = pages.filter(
    ({ file, page }) => !readFileSync(file, 'utf8').includes(`\`${page.split('/').at(-1)}\``),
  )
  expect(unnamed.map(({ page }) => page)).toEqual([])
})

describe.each(pages)('$page', ({ page, text, file, spec, expected }) => {
  const commands = commandsOf(text)

  test('has links that lead to a file', () => {
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link!)
    expect(links.length).toBeGreaterThan(0)
    expect(links.filter(link => !existsSync(join(dirname(page), link)))).toEqual([])
  })

  test('has well-formed commands, about its own spec', () => {
    expect(commands.length).toBe(text.split('\n').filter(line => line.startsWith('interleave ')).length)
    expect(commands.length).toBeGreaterThan(0)
    expect(commands.filter(({ spec }) => spec !== file)).toEqual([])
  })

  test.each(commands)('names an existing variant and constants in $variant $set', ({ variant, set }) => {
    const machine = instantiate(spec, { variant })
    expect(set.filter(constant => !Object.hasOwn(machine.constants, constant))).toEqual([])
  })

  test.each(commands.filter(({ set }) => set.length === 0))(
    'states for $variant what the spec expects',
    ({ variant, finds }) => {
      const { fails = {} } = expected?.[variant ?? 'base'] ?? {}
      expect(finds.length).toBeGreaterThan(0)
      const missed = finds.includes('no claim is violated')
        ? Object.entries(fails).filter(([, steps]) => steps !== 'never')
        : []
      expect(missed).toEqual([])
      const wrong = finds.filter(
        find =>
          find !== 'no claim is violated' &&
          !Object.entries(fails).some(([claim, steps]) => {
            return find === (steps === 'never' ? `never: ${claim}` : `in ${steps} steps: ${claim}`)
          }),
      )
      expect(wrong).toEqual([])
    },
  )
})
