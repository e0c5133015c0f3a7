/** The command accept, on the logs of a job queue. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { faultsOf } from '../formats/validators.ts'
import { checkout, folderWith, interleave, type Ran } from './run-command.ts'
import { folderWithTypeScript, typescripts } from './type-check/typescripts.ts'

const map = `export const logged = ['worker: take']
export default (event: any) => {
  if (event.did === 'hello') return null
  if (event.did === 'bye') return
  if (event.did === 'boom') throw new Error('no map')
  if (event.did === 'client') return { process: 'worker', instance: event.client, step: 'take' }
  if (event.did === 'nested') return { state: { token: event.tokn } }
  if (event.did === 'no step') return { instance: 1, state: { token: 0 } }
  if (event.cells) return { state: event.cells }
  return { process: 'worker', instance: event.worker, step: event.did, ...(event.shows && { state: event.shows }) }
}`

const lines = (...events: readonly object[]): string => events.map(event => JSON.stringify(event)).join('\n')
const take = (worker: number, token: number) => ({
  did: 'take',
  worker,
  shows: { token, worker: { [worker]: { token } } },
})
const finish = (worker: number, results: number) => ({ did: 'finish', worker, shows: { results } })

const logs: { readonly [file: string]: string } = {
  'good.jsonl': `${lines({ did: 'hello' }, take(0, 1), take(1, 2))}\n\n${lines(finish(0, 0), { cells: { results: 1 } })}\n`,
  'late.jsonl': lines(take(0, 1), take(1, 2), finish(0, 1), finish(1, 2)),
  'first.jsonl': lines(take(0, 1)),
  'wrong.jsonl': lines(take(0, 1), take(1, 2), finish(1, 9)),
  'one.jsonl': lines(take(1, 2), finish(1, 1)),
  'other.jsonl': lines(take(0, 1), finish(0, 0)),
  'broken.jsonl': `${lines(take(0, 1))}\n{"did":`,
  'label.jsonl': lines({ did: 'tkae', worker: 0 }),
  'cell.jsonl': lines({ cells: { reslts: 0 } }),
  'boom.jsonl': lines({ did: 'boom' }),
  'client.jsonl': lines({ did: 'client', worker: 0 }, { did: 'client', worker: 0 }),
  'nested.jsonl': lines({ did: 'nested', token: 0 }),
  'bye.jsonl': lines({ did: 'hello' }, { did: 'bye' }),
  'text.jsonl': lines({ did: 'take', worker: '0' }),
  'marked.jsonl': `\uFEFF${lines(take(0, 1))}`,
  'empty.jsonl': '',
  'hello.jsonl': lines({ did: 'hello' }, { did: 'hello' }),
  'no-step.jsonl': lines({ did: 'no step' }),
}

const queue = readFileSync(join(checkout, 'examples/job-queue/model.ts'), 'utf8')
const files: { readonly [file: string]: string } = {
  'queue.ts': queue,
  'map.ts': map,
  'typo.ts': `export const logged = ['worker: tkae']\nexport default () => null`,
  'none.ts': 'export const logged = []',
  'mistyped.ts': `${map}\nexport const n: number = 'text'`,
  'mistyped-queue.ts': queue.replace('s.token', 's.tokn'),
  ...logs,
}

let folder: string
const accept = (...args: readonly string[]): Promise<Ran> =>
  interleave(['accept', 'queue.ts', ...args], { cwd: folder })

describe('interleave accept', () => {
  beforeAll(() => {
    folder = folderWith(files)
  })

  it.each([
    [['good.jsonl'], 'accepted, 4 events are a run of the model, with 2 unseen steps'],
    [['one.jsonl', 'other.jsonl'], 'accepted, 4 events are a run of the model, with 1 unseen step'],
    [['late.jsonl', '--variant', 'no fence'], 'accepted, 4 events are a run of the model, with 1 unseen step'],
    [['marked.jsonl'], 'accepted, 1 event is a run of the model'],
    [['first.jsonl'], 'accepted, 1 event is a run of the model, with 0 unseen steps'],
  ])('exits with 0 for a run of the model: %j', async (args, text) => {
    const { stdout, code } = await accept(...args, '--map', 'map.ts')
    expect(stdout).toContain(text)
    expect(code).toBe(0)
  })

  it('exits with 1 for what is none, and shows the states, lanes, and what would have been possible', async () => {
    const { stdout, code } = await accept('late.jsonl', '--map', 'map.ts')
    expect(stdout).toContain('refused after 3 events')
    expect(stdout).toContain('late.jsonl, line 4, cannot come next: {"did":"finish","worker":1,"shows":{"results":2}}')
    expect(stdout).toContain('There the system is in this state.')
    expect(stdout).toMatch(/^ *>?5 +finish/m)
    expect(stdout).toContain('No step is possible there.')
    expect(code).toBe(1)
    const early = await accept('one.jsonl', '--map', 'map.ts', '--variant', 'no fence')
    expect(early.stdout).toContain('Possible there: worker 0: take; worker 1: take')
    expect(early.stdout).toContain(
      'Line 1 shows {token: 2, worker: {"1": {token: 2}}}; take leads to {token: 1, worker: {"1": {token: 1}}}.',
    )
    expect(early.stdout).toContain('There the system is in this state.\n\nInitially\n')
    expect(early.code).toBe(1)
    const wrong = await accept('wrong.jsonl', '--map', 'map.ts')
    expect(wrong.stdout).toMatch(
      /There the system can be in any of (\d+) states\. Here are 3 of them\.\n\nState 1 of \1\n/,
    )
    expect(wrong.stdout).toMatch(/^ +1 +take +holder: null -> 0/m)
    // The run is no evidence of a claim, so nothing is said about one.
    expect(wrong.stdout).not.toMatch(/!!|REACHED|Why/)
  })

  it('prints JSON by its schema', async () => {
    for (const log of ['good.jsonl', 'late.jsonl']) {
      const { stdout } = await accept(log, '--map', 'map.ts', '--json')
      expect(faultsOf('accept', JSON.parse(stdout))).toEqual([])
    }
  })

  it('exits with 3 where the map or the spec has type errors, unless types are not checked', async () => {
    const cwd = folderWithTypeScript(typescripts[0]![1], files)
    const acceptTyped = (spec: string, ...args: readonly string[]) =>
      interleave(['accept', spec, 'good.jsonl', ...args], { cwd })
    const map = await acceptTyped('queue.ts', '--map', 'mistyped.ts')
    expect(map.stderr).toContain("Type 'string' is not assignable to type 'number'")
    expect([map.stdout, map.code]).toEqual(['', 3])
    const spec = await acceptTyped('mistyped-queue.ts', '--map', 'map.ts')
    expect(spec.stderr).toContain("Property 'tokn' does not exist")
    expect(spec.code).toBe(3)
    expect((await acceptTyped('queue.ts', '--map', 'map.ts')).code).toBe(0)
    expect((await acceptTyped('queue.ts', '--map', 'mistyped.ts', '--no-types')).code).toBe(0)
  })

  it('exits with 4 if more unseen steps might have helped', async () => {
    const { stdout, code } = await accept('good.jsonl', '--map', 'map.ts', '--max-unseen', '0')
    expect(stdout).toContain('undecided after 1 event\n')
    expect(stdout).toContain('More than 0 steps in a row that no event shows were left out')
    expect(code).toBe(4)
  })

  it('exits with 4 if nothing was compared, or if there are too many possibilities', async () => {
    for (const log of ['empty.jsonl', 'hello.jsonl']) {
      const { stdout, code } = await accept(log, '--map', 'map.ts')
      expect(stdout).toContain('nothing was compared. The logs have no event that means anything')
      expect(code).toBe(4)
      const json = await accept(log, '--map', 'map.ts', '--json')
      expect(JSON.parse(json.stdout)).toMatchObject({ verdict: 'unknown', events: 0 })
    }
    const args = ['good.jsonl', '--map', 'map.ts', '--max-states', '1']
    const { stdout, code } = await accept(...args)
    expect(stdout).toMatch(
      /undecided after \d events?\n\nAfter that there are more than 1 possibilities: --max-states\./,
    )
    expect(code).toBe(4)
    const json = JSON.parse((await accept(...args, '--json')).stdout) as object
    expect(json).toMatchObject({ verdict: 'unknown', isTooMany: true })
    expect(faultsOf('accept', json)).toEqual([])
  })

  it('gives all states as JSON, with their number', async () => {
    const { stdout } = await accept('wrong.jsonl', '--map', 'map.ts', '--json')
    const { stateCount, states } = JSON.parse(stdout) as { stateCount: number; states: readonly object[] }
    expect(stateCount).toBeGreaterThan(3)
    expect(states).toHaveLength(stateCount)
  })

  it('numbers the last steps of a long run as they were taken, from a state that it shows', async () => {
    const ticks = Array.from({ length: 300 }, (_, i) => ({ n: (i + 1) % 5 }))
    const cwd = folderWith({
      'ring.ts': `import { model } from 'interleave-checker'
export default model('ring').shared(() => ({ n: 0 })).action('tick', s => { s.n = (s.n + 1) % 5 })`,
      'map.ts': "export const logged = ['tick']\nexport default (state: any) => ({ step: 'tick', state })",
      'long.jsonl': lines(...ticks, { n: 4 }),
    })
    const args = ['accept', 'ring.ts', 'long.jsonl', '--map', 'map.ts']
    const { stdout, code } = await interleave(args, { cwd })
    expect(stdout).toMatch(/The last 24 steps, after 276 others, from here\n +n +1\n[\s\S]*\n *277 .*n: 1 +-> 2\n/)
    expect(stdout).toMatch(/\n *300 .*n: 4 +-> 0\n\nThen\n/)
    expect(code).toBe(1)
  })

  it.each([
    [['broken.jsonl', '--map', 'map.ts'], 'broken.jsonl, line 2, is not JSON'],
    [
      ['label.jsonl', '--map', 'map.ts'],
      "the map of label.jsonl, line 1, names the step 'worker 0: tkae', which the model does not have. Its steps are: worker 0: take",
    ],
    [
      ['cell.jsonl', '--map', 'map.ts'],
      "shows a cell 'reslts', which the model does not have. Its cells are: holder, token, results, worker",
    ],
    [
      ['text.jsonl', '--map', 'map.ts'],
      'the map of text.jsonl, line 1, returned a string as instance, which must be a number.',
    ],
    [['-', '--map', 'map.ts'], 'logs are read from files, not from standard input'],
    [['.', '--map', 'map.ts'], "'.' is a folder. Name the logs in it"],
    [['bye.jsonl', '--map', 'map.ts'], 'the map of bye.jsonl, line 2, returned nothing. Return null for an event'],
    [['boom.jsonl', '--map', 'map.ts'], 'the map of boom.jsonl threw at line 1: no map'],
    [
      ['client.jsonl', '--map', 'map.ts'],
      'the map of client.jsonl, line 1, returned what is not plain data: instance is undefined. Leave out what the event does not say; where it does, look for a misspelt field.',
    ],
    [['nested.jsonl', '--map', 'map.ts'], 'state.token is undefined'],
    [['no-step.jsonl', '--map', 'map.ts'], "returned 'instance' without a step"],
    [['no.jsonl', '--map', 'map.ts'], "there is no log 'no.jsonl'"],
    [['good.jsonl', '--map', 'no.ts'], "there is no file 'no.ts'"],
    [['good.jsonl', '--map', 'none.ts'], 'none.ts has no map as its default export'],
    [
      ['good.jsonl', '--map', 'typo.ts'],
      "'logged' of typo.ts names 'worker: tkae', which the model does not have. It has: worker, worker: take",
    ],
    [['good.jsonl'], "required option '--map <file>' not specified"],
  ])('exits with 2 and one message for %j', async (args, message) => {
    const { stderr, code } = await accept(...args)
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })
})
