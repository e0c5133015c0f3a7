/** The tutorial, done from its first line to its last: each file as it is shown, and each command with what it prints. */

import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkout, folderWith, interleave, type Ran, run } from '../cli/run-command.ts'

type TutorialPart =
  | { readonly file: string; readonly text: string }
  | { readonly command: string; readonly shown: string[] }

function partsOf(page: string): TutorialPart[] {
  return [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].flatMap(([, language, text = '']): TutorialPart[] => {
    if (language === 'ts') return [{ file: /^\/\/ (\S+)/.exec(text)?.[1] ?? '', text }]
    if (language !== 'console') return []
    const [first = '', ...output] = text.split('\n')
    return [
      {
        command: first.replace(/^\$ npx /, ''),
        shown: output
          .join('\n')
          .split(/^\.\.\.$/m)
          .map(normal),
      },
    ]
  })
}

function normal(text: string): string {
  return text
    .replace(/; [\d.]+ s, footprint engine/g, '')
    .replace(/\n{2,}/g, '\n')
    .trim()
}

/** Vitest with this checkout in place of the installed package. */
function vitestIn(cwd: string): Promise<Ran> {
  const source = (file: string): string => JSON.stringify(join(checkout, 'src', file))
  const alias = `[{ find: /^interleave-checker\\/vitest$/, replacement: ${source('vitest.ts')} },
    { find: /^interleave-checker$/, replacement: ${source('index.ts')} }]`
  writeFileSync(join(cwd, 'faces.config.ts'), `export default { resolve: { alias: ${alias} } }`)
  return run('npx', ['vitest', 'run', '--config', 'faces.config.ts'], { cwd })
}

test('every file and every command of the tutorial works, in their order', async () => {
  const parts = partsOf(readFileSync(join(checkout, 'docs/tutorial.md'), 'utf8'))
  expect(parts.length).toBeGreaterThan(8)
  const cwd = folderWith({ 'package.json': '{ "type": "module" }' })
  symlinkSync(join(checkout, 'node_modules'), join(cwd, 'node_modules'))
  for (const part of parts) {
    if ('file' in part) {
      writeFileSync(join(cwd, part.file), part.text)
      continue
    }
    const [program, ...args] = part.command.split(' ')
    const ran = program === 'interleave' ? await interleave(args, { cwd }) : await vitestIn(cwd)
    let rest = normal(ran.stdout)
    for (const shown of part.shown) {
      expect(rest, `${part.command}: ${ran.stderr}`).toContain(shown)
      rest = rest.slice(rest.indexOf(shown) + shown.length)
    }
    expect([0, 12]).toContain(ran.code)
    expect(ran.code === 12).toBe(part.shown.some(text => text.includes('✗')))
  }
})
