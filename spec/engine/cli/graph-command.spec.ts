import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkout, folderWith, interleave } from './run-command.ts'

/** Two counters that go round; `worst` of them is one too many. */
const spec = `
import { assert, model, oneOf } from 'interleave-checker'
export default model('counters', { limit: 3, starts: 1 })
  .shared(c => oneOf(Array.from({ length: c.starts }, (_, n) => ({ n: [n, 0] }))))
  .process('worker', { count: 2, steps: {
    add: (s, me, c) => { s.n[me.id] = (s.n[me.id]! + 1) % c.limit; return 'add' },
  } })
  .invariant('small', s => s.n[0]! < 2)
  .variant('long', { limit: 7 })
`

const files = { 'spec/counters.ts': spec }

async function graph(...args: string[]) {
  const cwd = folderWith(files)
  return { cwd, ...(await interleave(['graph', 'spec/counters.ts', '--no-types', ...args], { cwd })) }
}

describe('the state graph of a spec', () => {
  it('is not written over the spec', async () => {
    const { cwd, code, stderr } = await graph('--format', 'dot', '--out', 'spec/counters.ts')
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('would be overwritten') })
    expect(readFileSync(join(cwd, 'spec/counters.ts'), 'utf8')).toBe(spec)
  })

  it('is drawn beside its DOT in the folder of the setting', async () => {
    const { cwd, code, stdout } = await graph('--variant', 'long', '--set', 'limit=2')
    expect(code).toBe(0)
    const base = 'out/spec/counters/long--limit=2/state_graph'
    expect(stdout).toBe(
      [
        "counters, variant 'long' (limit 2, starts 1): 4 states, 8 transitions, depth 2",
        `Written to  ${base}.dot`,
        `Drawn in    ${base}.svg`,
        '',
      ].join('\n'),
    )
    expect(readFileSync(join(cwd, `${base}.dot`), 'utf8')).toContain('digraph states')
    expect(readFileSync(join(cwd, `${base}.svg`), 'utf8').match(/id="s\d"/g)).toHaveLength(4)
  })

  it.concurrent.each([
    ['dot', /^digraph states \{\n/],
    ['mermaid', /^---\ntitle: .*\n---\nstateDiagram-v2\n/],
    ['graphml', /^<\?xml version="1.0" encoding="UTF-8"\?>\n<graphml /],
    ['aut', /^des \(0, 18, 9\)\n/],
    ['jsonl', /^\{"format":"interleave-graph\/1",/],
  ])('is printed as %s, and is the same in a file', async (format, begins) => {
    const printed = await graph('--format', format)
    expect(printed).toMatchObject({ code: 0, stderr: '' })
    expect(printed.stdout).toMatch(begins)
    expect(readdirSync(printed.cwd)).toEqual(['spec'])
    const { cwd, code, stdout } = await graph('--format', format, '--out', `deep/er/graph.${format}`)
    expect(code).toBe(0)
    expect(stdout).toContain(`9 states, 18 transitions, depth 4\nWritten to  deep/er/graph.${format}\n`)
    expect(readFileSync(join(cwd, `deep/er/graph.${format}`), 'utf8')).toBe(printed.stdout)
    expect(readdirSync(join(cwd, 'deep/er'))).toEqual([`graph.${format}`])
  })

  it('reports on stderr what a limit left out, and exits like an inconclusive check', async () => {
    for (const format of ['dot', 'aut', 'jsonl']) {
      const { code, stderr, stdout } = await graph('--format', format, '--max-states', '4')
      expect(code).toBe(4)
      expect(stderr).toBe(
        'interleave: the graph is incomplete. PARTIAL (state limit): left out 4 transitions to states beyond the limit.\n',
      )
      expect(stdout).not.toBe('')
    }
  })

  it('explains on stderr how .aut represents several initial states', async () => {
    const { code, stderr, stdout } = await graph('--format', 'aut', '--set', 'starts=2')
    expect(code).toBe(0)
    expect(stderr).toContain('several initial states')
    expect(stdout).toMatch(/^des \(0, 20, 10\)\n\(0, "initial", 1\)\n\(0, "initial", 2\)\n/)
  })

  it('is not a check: a graph with a violation is complete', async () => {
    const { code, stdout } = await graph('--format', 'jsonl')
    expect(code).toBe(0)
    expect(stdout).toContain('"breaks":["small"]')
  })

  it('clusters states on request', async () => {
    const { stdout } = await graph('--format', 'dot', '--cluster', 'depth')
    expect(stdout).toContain('Clustered by the number of steps from the initial state: 5 clusters.')
  })

  it('that is too large for Graphviz is still written as DOT, with the reason', async () => {
    const cwd = folderWith({})
    const ran = await interleave([
      'graph',
      'spec/rcu/qrcu.ts',
      '--variant',
      '1x1',
      '--cluster',
      'none',
      '--out',
      join(cwd, 'q.svg'),
    ])
    expect(ran.code).toBe(4)
    expect(ran.stderr).toContain('no picture: 285 nodes and 472 edges exceed the limits for Graphviz, 250 and 1000')
    expect(ran.stderr).toContain(`Its DOT is in `)
    expect(ran.stdout).toContain('285 states, 472 transitions, depth 24')
    expect(readdirSync(cwd)).toEqual(['q.dot'])
    expect(readFileSync(join(cwd, 'q.dot'), 'utf8').match(/^ *s\d+ -> s\d+ /gm)).toHaveLength(472)
  })

  it('is finished by Ctrl-C: it is written as far as known, and the missing parts are reported', async () => {
    const cwd = folderWith({})
    const file = join(cwd, 'q.jsonl')
    const args = [
      'graph',
      'spec/rcu/qrcu.ts',
      '--set',
      'readers=3',
      '--set',
      'updaters=3',
      '--format',
      'jsonl',
      '--out',
      file,
    ]
    const ran = await interleave(args, { cwd: checkout, interruptAt: 'waiting' })
    expect(ran.code).toBe(4)
    expect(ran.stderr).toMatch(/PARTIAL \(interrupted\): left out all transitions of [\d,]+ states\./)
    const lines = readFileSync(file, 'utf8').trim().split('\n')
    const end = JSON.parse(lines.at(-1) as string)
    expect(end).toMatchObject({ end: 'interrupted' })
    expect(lines.filter(line => line.startsWith('{"state"'))).toHaveLength(end.states)
    expect(lines.filter(line => line.startsWith('{"from"'))).toHaveLength(end.transitions)
    expect(readdirSync(cwd)).toEqual(['q.jsonl'])
  })
})

describe('a mistake', () => {
  it.concurrent.each([
    ['a format that is not there', ['--format', 'png'], ['png', 'svg, dot, mermaid, graphml, aut, jsonl']],
    [
      'clusters of what has every state',
      ['--format', 'aut', '--cluster', 'none'],
      ['--cluster is only for pictures', 'aut'],
    ],
    ['clusters by what is not there', ['--cluster', 'm'], ["'m' to cluster by", 'auto, none, places', 'n, worker']],
    ['a limit that is none', ['--max-states', '0'], ['--max-states', 'a whole number of at least 1']],
    ['a variant that is not there', ['--variant', 'lnog'], ["no variant 'lnog'", "'long'"]],
    ['a constant that is not there', ['--set', 'limt=3'], ["no constant 'limt'"]],
    [
      'a folder as the file',
      ['--format', 'dot', '--out', 'spec'],
      ["'spec' cannot be written", 'it is a folder', '--out'],
    ],
    ['a folder as the picture', ['--out', 'spec'], ["'spec' cannot be written", '--out']],
  ])('such as %s gets one clear message', async (_, args, says) => {
    const { cwd, code, stdout, stderr } = await graph(...args)
    expect(code).toBe(2)
    expect(stdout).toBe('')
    for (const words of says) expect(stderr).toContain(words)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(readdirSync(cwd)).toEqual(['spec'])
  })

  it('such as a spec that does not exist gets one clear message', async () => {
    const ran = await interleave(['graph', 'nowhere.ts'], { cwd: folderWith({}) })
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining("no file 'nowhere.ts'") })
  })

  it('in the model leaves no incomplete file', async () => {
    const broken = spec.replace("return 'add'", "return 'ad'")
    const cwd = folderWith({ 'spec/counters.ts': broken })
    for (const format of ['jsonl', 'dot']) {
      const ran = await interleave(['graph', 'spec/counters.ts', '--format', format, '--out', `g.${format}`], { cwd })
      expect(ran).toMatchObject({ code: 3, stderr: expect.stringContaining("returns 'ad'") })
    }
    expect(existsSync(join(cwd, 'g.jsonl'))).toBe(false)
    expect(readdirSync(cwd)).toEqual(['spec'])
  })
})
