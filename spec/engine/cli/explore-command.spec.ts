/** `interleave explore` as its users start and end it. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkout, folderWith, interleave } from './run-command.ts'

const spec = `
import { model } from 'interleave-checker'
export default model('counter', { most: 2 })
  .shared(() => ({ n: 0 }))
  .action('count', (s, c) => { s.n = Math.min(s.n + 1, c.most + 1) })
  .invariant('within', (s, c) => s.n <= c.most)
  .variant('more', { most: 3 })
`

const cwd = folderWith({ 'spec.ts': spec, 'other.ts': spec.replace("'counter'", "'another'") })

/** Starts the explorer, asks it for its page, and what else is wanted, and ends it as Ctrl-C does. */
async function started(
  args: readonly string[],
  more: (url: string) => Promise<void> = async () => undefined,
): Promise<{ output: string; page: string; code: number }> {
  const child = spawn(process.execPath, [join(checkout, 'out/build/src/cli/main.js'), 'explore', ...args], { cwd })
  let output = ''
  for await (const part of child.stdout) {
    output += part
    if (output.includes('Ctrl-C')) break
  }
  const url = /http:\S+/.exec(output)?.[0] ?? ''
  const page = await (await fetch(url)).text()
  await more(url)
  child.kill('SIGINT')
  const [code] = await once(child, 'exit')
  return { output, page, code }
}

test('prints the address of the page, serves it, and ends with Ctrl-C', async () => {
  const { output, page, code } = await started(['spec.ts', '--variant', 'more', '--set', 'most=4'])
  expect(output).toMatch(/^Explore 'counter' at http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/\nCtrl-C ends it\.\n$/)
  expect(page).toContain('explorer-page.js')
  expect(code).toBe(0)
})

test('survives predicates that fail asynchronously or never end', async () => {
  const way = { variant: null, start: 0, steps: [] }
  const search = async (url: string, predicate: string) => {
    const body = JSON.stringify({ way, predicate, where: 'from the start' })
    return (await (await fetch(`${url}api/search`, { method: 'POST', body })).json()) as object
  }
  const { code } = await started(['spec.ts'], async url => {
    for (const predicate of ['async s => s.nope.x', 's => import("node:fs")', 'async () => { for (;;) await 1 }']) {
      expect(await search(url, predicate)).toMatchObject({ error: expect.stringContaining('the predicate failed: ') })
    }
    expect(await search(url, 's => { Promise.reject(1); return s.n === 2 }')).toMatchObject({
      way: { steps: ['count', 'count'] },
    })
    expect(await search(url, 's.n === 1')).toMatchObject({ way: { steps: ['count'] } })
  })
  expect(code).toBe(0)
})

test('shows the spec as it is changed, and keeps a walk as far as it still exists', async () => {
  const file = join(cwd, 'changing.ts')
  writeFileSync(join(cwd, 'most.ts'), 'export const most = 2')
  const changing = spec
    .replace('import { model }', "import { most } from './most.ts'\nimport { model, when }")
    .replace('s.n = Math.min', 'when(s.n < most); s.n = Math.min')
  writeFileSync(file, changing)
  const { code } = await started(['changing.ts'], async url => {
    const get = async (path: string) =>
      (await (await fetch(`${url}api/${path}`)).json()) as { version: number; problem?: string }
    const way = { variant: null, start: 0, steps: ['count', 'count'] }
    const keep = async () =>
      (await (await fetch(`${url}api/keep`, { method: 'POST', body: JSON.stringify({ way }) })).json()) as object
    const later = async (text: string, isThere: (now: { version: number; problem?: string }) => boolean) => {
      writeFileSync(join(cwd, 'most.ts'), text)
      await expect.poll(async () => isThere(await get('version'))).toBe(true)
    }
    expect(await keep()).toMatchObject({ way })
    await later('export const most = 1', ({ version }) => version === 2)
    expect(await keep()).toMatchObject({
      way: { steps: ['count'] },
      lost: 'step 2, count, is not enabled there. No step is enabled.',
    })
    await later('export const most =', ({ problem }) => problem?.includes('Expression expected') === true)
    expect(await get('version')).toMatchObject({ version: 2 })
    await later('export const most = 3', ({ version }) => version === 3)
    expect((await get('version')).problem).toBeUndefined()
    expect(await keep()).toMatchObject({ way })
  })
  expect(code).toBe(0)
})

test('begins at the end of a run, with the constants of that run', async () => {
  const checked = await interleave(['check', 'spec.ts', '--set', 'most=1'], { cwd })
  expect(checked.code).toBe(12)
  const file = 'out/spec/base--most=1/within.json'
  expect((await started(['spec.ts', '--witness', file])).code).toBe(0)
  const refused = (...args: string[]) => interleave(['explore', ...args], { cwd })
  expect(await refused('other.ts', '--witness', file)).toMatchObject({
    code: 2,
    stderr: `interleave: '${file}' is a run of model 'counter', but the spec is of model 'another'.\n`,
  })
  expect(await refused('spec.ts', '--witness', file, '--variant', 'more')).toMatchObject({
    code: 2,
    stderr: `interleave: '${file}' is a run of the model without a variant. Leave --variant out.\n`,
  })
  expect(await refused('spec.ts', '--witness', file, '--set', 'most=3')).toMatchObject({
    code: 2,
    stderr: `interleave: '${file}' already fixes the constants. Leave --set out.\n`,
  })
  writeFileSync(join(cwd, 'cut.json'), readFileSync(join(cwd, file), 'utf8').slice(0, 100))
  expect(await refused('spec.ts', '--witness', 'cut.json')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("'cut.json' is not a witness of Interleave"),
  })
})

test('reports a port that is in use, and takes another if none was requested', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  expect(await interleave(['explore', 'spec.ts', '--port', String(port)], { cwd })).toMatchObject({
    code: 2,
    stderr: `interleave: port ${port} is in use. Choose another with --port, or leave --port out to use any free port.\n`,
  })
  server.close()
  const [one, other] = await Promise.all([started(['spec.ts']), started(['spec.ts'])])
  expect([one.code, other.code]).toEqual([0, 0])
})

test('reports errors in the spec or the setting before it serves anything', async () => {
  expect(await interleave(['explore', 'none.ts'], { cwd })).toMatchObject({ code: 2 })
  expect(await interleave(['explore', 'spec.ts', '--variant', 'none'], { cwd })).toMatchObject({
    code: 2,
    stderr: "interleave: model 'counter' has no variant 'none'. It has: 'more'.\n",
  })
  expect(await interleave(['explore', 'spec.ts', '--port', '70000'], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('It must be a whole number from 1 to 65535.'),
  })
})
