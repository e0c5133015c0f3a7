/** What compiles and what does not: small files of an author, written to a folder in `out` and compiled together. */

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accepted } from './types/accepted.ts'
import { imports, lamps } from './types/author-files.ts'
import { refused } from './types/refused.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

let folder: string
const complaints = new Map<string, { line: number; message: string }[]>()

describe('the types', () => {
  beforeAll(() => {
    mkdirSync(join(root, 'out'), { recursive: true })
    folder = mkdtempSync(join(root, 'out', 'types-'))
    writeFileSync(join(folder, 'base.ts'), `${imports}\n${lamps}`)
    for (const [i, source] of [...Object.values(accepted), ...Object.values(refused)].entries())
      writeFileSync(join(folder, `file${i}.ts`), `${imports}\n${source}`)
    const compilerOptions = { noEmit: true, noUnusedLocals: false, noUnusedParameters: false, rootDir: root }
    const config = { extends: join(root, 'tsconfig.json'), compilerOptions, include: ['*.ts'] }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    readComplaints(compile())
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.each(Object.keys(accepted).map((title, i) => [title, i] as const))('allow %s', (_, i) => {
    expect(complaints.get(`file${i}.ts`) ?? []).toEqual([])
  })

  test.each(Object.entries(refused).map(([title, source], i) => [title, source, i] as const))(
    'refuse %s',
    (_, source, i) => {
      const wanted = `${imports}\n${source}`.split('\n').flatMap((text, line) => {
        const fragment = /\/\/ refused: (.*)$/.exec(text)?.[1]
        return fragment === undefined ? [] : [{ line: line + 1, message: expect.stringContaining(fragment) }]
      })
      expect(wanted).not.toEqual([])
      expect(complaints.get(`file${Object.keys(accepted).length + i}.ts`)).toEqual(wanted)
    },
  )

  test('reject nothing else', () => {
    const [first, last] = [Object.keys(accepted).length, Object.keys({ ...accepted, ...refused }).length]
    // Errors in src are found by compiling the project.
    const files = [...complaints.keys()].filter(file => !file.startsWith('..')).sort()
    expect(files).toEqual(Array.from({ length: last - first }, (_, i) => `file${first + i}.ts`).sort())
  })
})

function compile(): string {
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')
  const { stdout, stderr } = spawnSync(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  return stdout
}

function readComplaints(output: string): void {
  let message: { line: number; message: string } | undefined
  for (const text of output.split('\n')) {
    const match = /^(.*?)\((\d+),\d+\): error (.*)$/.exec(text)
    if (match === null) {
      // What follows a complaint, indented, explains it.
      if (message !== undefined) message.message += `\n${text}`
      continue
    }
    const [, file = '', line = '', start = ''] = match
    message = { line: Number(line), message: start }
    complaints.set(file, [...(complaints.get(file) ?? []), message])
  }
}
