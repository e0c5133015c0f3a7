/** The explorer's server: its responses to its own page, and its rejection of all other requests. */

import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { check } from '../../../src/check/check.ts'
import { assert, choose, model, when } from '../../../src/index.ts'
import type { AnyModel } from '../../../src/machine/instantiate.ts'
import { type Explorer, startExplorerServer } from '../../../src/web/server.ts'
import type { Welcome } from '../../../src/web/session.ts'
import type { Walk } from '../../../src/witness/walk.ts'
import type { Witness } from '../../../src/witness/witness.ts'
import { rejectionOf } from '../base/thrown-by.ts'

const lock = model('lock', { workers: 2 })
  .shared(() => ({ holder: null as number | null, dish: '' }))
  .process('worker', {
    count: c => c.workers,
    steps: {
      take: (s, me) => {
        when(s.holder === null)
        s.holder = me.id
      },
      eat: s => {
        s.dish = choose('rice', 'a "fish" <b>')
      },
      leave: (s, me) => {
        assert(s.holder === me.id, 'held by another')
        s.holder = null
      },
    },
  })
  .action('thief', s => {
    when(s.dish !== '' && s.holder !== null)
    s.holder = null
  })
  .invariant('nobody eats fish', s => s.dish !== 'a "fish" <b>')
  .invariant('worker 1 takes it after worker 0', { given: s => s.holder === 1, then: s => s.worker[0]?.pc === 'done' })
  .reachable('rice is eaten', s => s.dish === 'rice')
  .variant('alone', { workers: 1 })

let explorer: Explorer

async function open(source: AnyModel): Promise<void> {
  explorer = await startExplorerServer({ file: 'spec/lock.ts', model: source, variant: null, set: {} }, 0)
}

interface Answer<T> {
  readonly status: number
  readonly body: T & { readonly error: string }
}

async function post<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
  const answer = await fetch(new URL(path, explorer.url), {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: answer.status, body: (await answer.json()) as Answer<T>['body'] }
}

function walkTo(...steps: string[]): Promise<Answer<Walk>> {
  return post('api/walk', { way: { variant: null, start: 0, steps } })
}

describe('the explorer', () => {
  beforeAll(() => open(lock))
  afterAll(() => explorer.close())

  test('describes the model, and where to start', async () => {
    const answer = await fetch(new URL('api/welcome', explorer.url))
    expect(await answer.json()).toEqual({
      version: 1,
      file: 'spec/lock.ts',
      model: 'lock',
      variants: ['alone'],
      way: { variant: null, start: 0, steps: [] },
    })
  })

  test('shows the next steps with their effects', async () => {
    const { body } = await walkTo('worker.0.take')
    expect(body.next).toMatchObject([
      { process: 'worker', instance: 0, step: 'eat', choices: ['rice'], changes: [{ path: ['dish'] }, {}] },
      { process: 'worker', instance: 0, step: 'eat', choices: ['a "fish" <b>'] },
    ])
    expect(body.steps.map(({ changes }) => changes[0])).toEqual([{ path: ['holder'], before: null, after: 0 }])
  })

  test('shows what a blocked step read, and who wrote that', async () => {
    const { body } = await walkTo('worker.0.take')
    expect(body.blocked.find(({ instance, to }) => instance === 1 && to === 1)).toEqual({
      process: 'worker',
      instance: 1,
      step: 'take',
      from: 1,
      to: 1,
      reads: [{ path: ['holder'], value: 0, writer: 0 }],
    })
  })

  test('shows the answer of each claim, what it read, and which steps matter for a violated one', async () => {
    const fish = encodeURIComponent('["a \\"fish\\" <b>"]')
    const { body } = await walkTo('worker.0.take', `worker.0.eat~${fish}`)
    expect(body.claims.map(({ name, answer }) => `${name}: ${answer}`)).toEqual([
      'nobody eats fish: false',
      'worker 1 takes it after worker 0: does not apply',
      'rice is eaten: false',
      'no deadlock: true',
      'no assertion fails: true',
      'no step throws: true',
    ])
    expect(body.claims[0]?.reads).toEqual([{ path: ['dish'], value: 'a "fish" <b>', writer: 1 }])
    expect(body.slice.steps.map(({ role }) => role)).toEqual(['decision', 'value'])
  })

  test('shows a step that fails, and nothing after it', async () => {
    const way = ['worker.0.take', 'worker.0.eat~%5B%22rice%22%5D', 'thief']
    expect((await walkTo(...way)).body.next).toMatchObject([
      { instance: 0, step: 'leave', fails: 'held by another' },
      { instance: 1, step: 'take' },
    ])
    const { body } = await walkTo(...way, 'worker.0.leave')
    expect(body).toMatchObject({ failed: 'held by another', next: [] })
    expect((await walkTo(...way, 'worker.0.leave', 'thief')).body.error).toBe(
      'step 5, thief, follows a step that failed.',
    )
  })

  test('names a step that cannot be taken, and the enabled ones', async () => {
    const answer = await walkTo('worker.0.take', 'worker.1.take')
    expect(answer).toMatchObject({
      status: 400,
      body: {
        error:
          'step 2, worker 1: take, is not enabled there. Enabled steps: worker 0: eat ["rice"]; worker 0: eat ["a \\"fish\\" <b>"].',
      },
    })
    expect((await walkTo('worker.take')).body.error).toBe(
      "step 1, 'worker.take', is not a step link such as reader.0.enter.",
    )
  })

  test('walks every variant', async () => {
    const { body } = await post<Walk>('api/walk', { way: { variant: 'alone', start: 0, steps: [] } })
    expect(body.processes).toEqual([{ name: 'worker', count: 1 }])
    expect((await post('api/walk', { way: { variant: 'none', start: 0, steps: [] } })).body.error).toBe(
      "model 'lock' has no variant 'none'. It has: 'alone'.",
    )
  })

  test('finds the nearest state by a predicate in TypeScript, from here or from the start', async () => {
    const way = { variant: null, start: 0, steps: ['worker.1.take'] }
    const here = await post('api/search', { way, predicate: 's.dish === "rice"', where: 'from here' })
    expect(here.body).toMatchObject({ way: { steps: ['worker.1.take', 'worker.1.eat~%5B%22rice%22%5D'] } })
    const predicate =
      '(s: { worker: { pc: string }[] }, c) => s.worker.length === c.workers && s.worker[0]!.pc === "leave"'
    const start = await post('api/search', { way, predicate, where: 'from the start' })
    expect(start.body).toMatchObject({ way: { steps: ['worker.0.take', 'worker.0.eat~%5B%22rice%22%5D'] } })
    const none = await post('api/search', { way, predicate: 's.dish === "soup"', where: 'from the start' })
    expect(none.body).toMatchObject({ stop: 'exhausted', census: { states: expect.any(Number) } })
    expect(none.body).not.toHaveProperty('way')
  })

  test.each([
    ['', 'the predicate is empty. Write a condition such as s.reader.some(r => r.pc === "inside").'],
    ['s.', 'the predicate cannot be parsed: Expected ident.'],
    ['s.nothing.here', 'the predicate failed: '],
    ['1', 'the predicate failed: it returned 1, neither true nor false.'],
    ['process.exit(1)', 'the predicate failed: ReferenceError: process is not defined'],
    ['s => { for (;;) {} }', 'the predicate failed: it took longer than a second'],
    ['s => ({ toString() { for (;;); } })', 'the predicate failed: it returned a value that cannot be shown, neither'],
    ['s => { throw { toString() { for (;;); } } }', 'the predicate failed: a value that cannot be shown'],
    ['async s => true', 'the predicate failed: it returns a promise. Write it without async'],
    [
      's => { const on = () => Promise.resolve().then(on); on(); return true }',
      'the predicate failed: it took longer than a second',
    ],
  ])('reports the error in the predicate %j', async (predicate, error) => {
    const way = { variant: null, start: 0, steps: [] }
    const answer = await post('api/search', { way, predicate, where: 'from the start' })
    expect(answer.status).toBe(400)
    expect(answer.body.error.slice(0, error.length)).toBe(error)
  })

  test('rejects what it cannot parse', async () => {
    expect((await post('api/walk', '{')).status).toBe(400)
    expect((await post('api/walk', { way: { variant: null, start: -1, steps: [] } })).status).toBe(400)
    expect((await post('api/walk', { way: { variant: null, start: 1, steps: [] } })).body.error).toBe(
      'there is no initial state 1: there are 1.',
    )
  })

  test('rejects what is too long, and states the limit', async () => {
    const steps = Array(10_001).fill('thief')
    expect(await post('api/walk', { way: { variant: null, start: 0, steps } })).toMatchObject({
      status: 400,
      body: { error: 'a walk has at most 10,000 steps here' },
    })
    const predicate = `true /*${' '.repeat(1 << 20)}*/`
    const way = { variant: null, start: 0, steps: [] }
    expect(await post('api/search', { way, predicate, where: 'from here' })).toMatchObject({
      status: 413,
      body: { error: 'the request is longer than 1 MB. Walk fewer steps.' },
    })
  })
})

describe('nobody else', () => {
  beforeAll(() => open(lock))
  afterAll(() => explorer.close())

  test.each([
    ['from another origin', { origin: 'http://example.org' }],
    ['from a file', { origin: 'null' }],
  ])('drives it %s', async (_, headers) => {
    const { status } = await post('api/walk', { way: { variant: null, start: 0, steps: [] } }, headers)
    expect(status).toBe(403)
  })

  test.each([
    '/',
    '/explorer-page.js',
    '/api/welcome',
    `/${'x'.repeat(32)}/`,
    `/${'x'.repeat(32)}/api/welcome`,
    '/%2e/',
  ])('gets anything at %s, without the token of the URL', async path => {
    const answer = await fetch(new URL(path, new URL(explorer.url).origin))
    expect(answer.status).toBe(403)
    const text = await answer.text()
    expect(text).toContain('This is not the address of the explorer.')
    expect(text).not.toContain(new URL(explorer.url).pathname.split('/')[1])
    expect(answer.headers.getSetCookie()).toEqual([])
  })

  test('gets the token from the page, which does not contain it', async () => {
    const secret = new URL(explorer.url).pathname.split('/')[1] as string
    expect(secret).toMatch(/^[\w-]{32}$/)
    const answer = await fetch(explorer.url)
    expect(answer.status).toBe(200)
    expect(await answer.text()).not.toContain(secret)
  })

  test('reaches it by another name', async () => {
    expect(await statusAs('example.org')).toBe(403)
    expect(await statusAs(new URL(explorer.url).host)).toBe(200)
  })

  test('may frame it, or put scripts into it', async () => {
    const { headers } = await fetch(explorer.url)
    const policy = headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'; script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })

  test('listens on its port', async () => {
    const port = Number(new URL(explorer.url).port)
    const subject = { file: 'a.ts', model: lock, variant: null, set: {} }
    const error = await rejectionOf(startExplorerServer(subject, port))
    expect((error as Error).message).toBe(
      `port ${port} is in use. Choose another with --port, or leave --port out to use any free port.`,
    )
  })
})

describe('a witness', () => {
  test('is the start of the explorer, and its links lead along it', async () => {
    const { counterexamples } = await check(lock, { set: { workers: 3 } })
    const witness = counterexamples.at(-1) as Witness
    explorer = await startExplorerServer({ file: 'a.ts', model: lock, variant: null, set: { workers: 3 }, witness }, 0)
    const welcome = await fetch(new URL('api/welcome', explorer.url))
    const { way } = (await welcome.json()) as Welcome
    const { body } = await post<Walk>('api/walk', { way })
    expect(body.steps).toEqual(witness.steps)
    expect(body.initial).toEqual(witness.initial)
    await explorer.close()
  })
})

/** The status of an answer to a request for another host, which fetch would not send. */
function statusAs(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(explorer.url, { headers: { host } }, answer => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end()
  })
}
