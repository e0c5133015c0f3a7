/** What reporters write of a check, to standard output and to files. */

import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { junitFaults, sarifFaults } from '../formats/validators.ts'
import { folderWith, interleave, type RunOptions } from './run-command.ts'

const lock = `import { model, when } from 'interleave-checker'
export default model('lock').shared(() => ({ owner: null as number | null, inside: 0 }))
  .process('worker', { count: 2, steps: {
    test: s => when(s.owner === null),
    set: (s, me) => { s.owner = me.id },
    enter: s => { s.inside++ },
    leave: s => { s.inside--; s.owner = null; return 'test' },
  } })
  .invariant('one <b>inside</b> & "no" more, 100%: \\u0007', s => s.inside < 2)
  .reachable('three', s => s.inside === 3)
`
const good = `import { model } from 'interleave-checker'
export default model('good').shared(() => ({ x: 0 })).action('go', s => { s.x = (s.x + 1) % 30 }).variant('v', {})
`
const stuck = `import { model, when } from 'interleave-checker'
export default model('stuck').process('p', { steps: { a: () => when(false) } })
`
const wrong = good.replace('30', '30; if (s.x === 3) s.x = undefined as never')
const specs = { 'lock.ts': lock, 'good.ts': good, 'stuck.ts': stuck, 'wrong.ts': 'export default 1', 'bad.ts': wrong }
const names = Object.keys(specs)
const reports = [
  'junit=r/j.xml',
  'sarif=r/s.sarif',
  'markdown=r/m.md',
  'github=r/g.txt',
  'text=r/t.txt',
  'ndjson=r/n.ndjson',
]

interface Reports {
  readonly code: number | null
  readonly stdout: string
  readonly junit: string
  readonly sarif: string
  readonly markdown: string
  readonly github: string
  readonly text: string
}

async function reported(args: readonly string[], cwd = folderWith(specs), options: RunOptions = {}): Promise<Reports> {
  const reporters = reports.flatMap(one => ['--reporter', one])
  const { code, stdout } = await interleave([...args, '--no-types', ...reporters], { cwd, ...options })
  const read = (name: string): string => readFileSync(join(cwd, 'r', name), 'utf8')
  const [junit, sarif, markdown, github, text] = ['j.xml', 's.sarif', 'm.md', 'g.txt', 't.txt'].map(read) as string[]
  return { code, stdout, junit, sarif, markdown, github, text } as Reports
}

const resultsIn = (sarif: string) => JSON.parse(sarif).runs[0].results
const totalsIn = (junit: string) =>
  /<testsuites [^>]*tests="(\d+)" failures="(\d+)" errors="(\d+)"/.exec(junit)?.slice(1)

it('reports a claim that a search left for a violation as skipped in JUnit, beside the failure', async () => {
  const { code, junit } = await reported(['check', 'lock.ts'])
  expect(code).toBe(12)
  expect(await junitFaults(junit)).toEqual([])
  const [, tests, failures, errors, skipped] =
    /<testsuite name="lock.ts" tests="(\d+)" failures="(\d+)" errors="(\d+)" time="[\d.]+" skipped="(\d+)"/.exec(
      junit,
    ) ?? []
  expect([tests, failures, errors, skipped]).toEqual(['5', '1', '0', '4'])
  expect(junit).toContain('<skipped>not decided: the search stopped at the violation of another claim')
})

describe.each(['footprint', 'reference'])('reports of check, by the %s engine', engine => {
  it('are valid, and say what the text says', async () => {
    const { code, stdout, junit, sarif, markdown, github, text } = await reported([
      'check',
      ...names,
      '--all-claims',
      '--engine',
      engine,
    ])
    expect(code).toBe(12)
    expect(text).toBe(stdout)
    expect(await junitFaults(junit)).toEqual([])
    expect(sarifFaults(sarif)).toEqual([])
    // Five of lock, three of good, three of stuck, and an error for each of the others.
    expect(totalsIn(junit)).toEqual(['13', '3', '2'])
    expect(junit).toMatch(/<testcase name="one &lt;b&gt;inside.*100%: \\u0007" classname="lock"/)
    expect(junit).toMatch(/<failure message="[^"]*is violated in 6 steps" type="invariant">lock\n6 steps/)

    const results = resultsIn(sarif)
    expect(results.map((result: { ruleId: string }) => result.ruleId)).toEqual([
      'invariant',
      'reachable',
      'deadlock',
      'spec',
      'spec',
    ])
    const region = (line: number) => ({ physicalLocation: { region: { startLine: line } } })
    expect(results[0].locations).toMatchObject([region(9)])
    expect(results[0].relatedLocations).toMatchObject([
      { ...region(6), message: { text: 'the last step: worker 1: enter' } },
    ])
    const flow = results[0].codeFlows[0].threadFlows[0].locations
    expect(flow.map((one: { location: object }) => one.location)).toMatchObject([4, 4, 5, 6, 5, 6].map(region))
    expect(results[4].locations).toMatchObject([
      { physicalLocation: { artifactLocation: { uri: 'bad.ts' }, region: { startLine: 2 } } },
    ])

    expect(
      github
        .trim()
        .split('\n')
        .map(line => /^::\w+ file=[^:]*,title/.exec(line)?.[0]),
    ).toEqual([
      '::error file=lock.ts,line=9,title',
      '::notice file=lock.ts,line=6,title',
      '::error file=lock.ts,line=10,title',
      '::error file=stuck.ts,line=2,title',
      '::error file=wrong.ts,line=1,title',
      expect.stringMatching(/^::error file=bad\.ts,line=2(,col=\d+)?,title$/),
    ])
    expect(github).toContain('100%25: \\u0007')
    expect(markdown).toContain('### ❌ interleave check: 4 of 5 settings not passed')
    expect(markdown).toContain('| ✅ | good.ts |')
    expect(markdown).toContain('```text\nlock\n6 steps')
    expect(markdown.replace(/```[\s\S]*?```/g, '')).not.toContain('<b>')
  })

  it('count what was not decided as an error, and not as passed', async () => {
    const { code, junit, sarif, markdown, github } = await reported([
      'check',
      'good.ts',
      '--max-states',
      '2',
      '--engine',
      engine,
    ])
    expect(code).toBe(4)
    expect(await junitFaults(junit)).toEqual([])
    expect(sarifFaults(sarif)).toEqual([])
    expect(totalsIn(junit)).toEqual(['3', '0', '3'])
    expect(junit).toContain('is unknown (the search ended: state limit)')
    expect(resultsIn(sarif)).toMatchObject([{ kind: 'open', level: 'none' }, {}, {}])
    expect(github.match(/^::warning /gm)).toHaveLength(3)
    expect(markdown).toContain('| ❔ | good.ts |')
  })
})

describe('reports of verify', () => {
  it('count an expected violation as passed, and a difference as failed', async () => {
    const expecting = (n: number) =>
      `${lock}export const expected = { base: { fails: { 'three': 'never', 'one <b>inside</b> & "no" more, 100%: \\u0007': ${n} } } }\n`
    const cwd = folderWith({
      'lock.ts': expecting(6),
      'off.ts': expecting(5),
      'good.ts': good,
      'wrong.ts': 'export default 1',
    })
    const { code, junit, sarif, markdown, github } = await reported(
      ['verify', 'lock.ts', 'off.ts', 'good.ts', 'wrong.ts'],
      cwd,
    )
    expect(code).toBe(3)
    expect(await junitFaults(junit)).toEqual([])
    expect(sarifFaults(sarif)).toEqual([])
    expect(totalsIn(junit)).toEqual(['17', '1', '1'])
    expect(junit).toContain('fails in 6 steps, expected fails in 5 steps')
    expect(junit).toContain('<testsuite name="good.ts, variant &#39;v&#39;" tests="3" failures="0" errors="0"')
    expect(resultsIn(sarif)).toHaveLength(2)
    expect(github.match(/^::error /gm)).toHaveLength(2)
    expect(markdown).toContain('2 of 5 settings not passed')
    expect(markdown).toContain('| ✅ | lock.ts |')
  })
})

describe('verify --shard', () => {
  it('checks each setting in exactly one part, and refuses what is none', async () => {
    const cwd = folderWith({ 'a.ts': good, 'b.ts': good })
    const settings: string[] = []
    for (const part of ['1/3', '2/3', '3/3']) {
      const { stdout, code } = await interleave(['verify', 'a.ts', 'b.ts', '--no-types', '--json', '--shard', part], {
        cwd,
      })
      expect(code).toBe(0)
      for (const line of stdout.trim().split('\n')) {
        const { spec, variant } = JSON.parse(line)
        if (spec !== undefined) settings.push(`${spec} ${variant}`)
      }
    }
    const shard = (part: string) => interleave(['verify', 'a.ts', 'b.ts', '--no-types', '--shard', part], { cwd })
    expect((await shard('1/3')).stdout).toContain('\nshard 1/3 of 4 settings: 2 settings of 2 checked')
    const none = await shard('5/5')
    expect(none.stdout).toContain('\nshard 5/5 has none of 4 settings: there is nothing to check')
    expect(none.code).toBe(0)
    expect(settings.sort()).toEqual(['a.ts null', 'a.ts v', 'b.ts null', 'b.ts v'])
    for (const part of ['0/3', '4/3', '2', 'x/y']) {
      const ran = await interleave(['verify', 'a.ts', '--shard', part], { cwd })
      expect(ran).toMatchObject({ code: 2, stdout: '' })
      expect(ran.stderr).toContain('such as 2/5')
    }
  })
})

describe('a check that is cut short', () => {
  it('is reported with what it had found', async () => {
    const endless = ".invariant('e', s => { if (s.x === 20) for (;;) ; return true })"
    const cwd = folderWith({ 'spec.ts': good.replace(".variant('v', {})", `.invariant('i', s => s.x < 9)${endless}`) })
    const args = ['check', 'spec.ts', '--all-claims', '--max-seconds', '1']
    const { code, junit, github } = await reported(args, cwd)
    expect(code).toBe(12)
    expect(await junitFaults(junit)).toEqual([])
    expect(totalsIn(junit)).toEqual(['6', '1', '5'])
    expect(github).toMatch(/^::error file=spec\.ts,line=2,.*'i' is violated in 9 steps/m)
    expect(github).toContain("claim 'e' had not returned")
  })

  it('before its first setting is an error', async () => {
    const cwd = folderWith({ 'spec.ts': `for (;;) ;\n${good}` })
    const { code, junit, github } = await reported(['check', 'spec.ts', '--max-seconds', '1'], cwd)
    expect(code).toBe(4)
    expect(totalsIn(junit)).toEqual(['1', '0', '1'])
    expect(github).toMatch(/^::warning file=spec\.ts,line=1,/)
  })
})

describe('standard output', () => {
  it.each(['json', 'junit', 'sarif', 'markdown'])('has nothing but the report of %s', async name => {
    const cwd = folderWith(specs)
    const args = ['check', 'good.ts', 'lock.ts', '--no-types', '--reporter', name]
    const { code, stdout } = await interleave(args, { cwd })
    expect(code).toBe(12)
    expect(stdout).toMatch({ json: /^\{\n/, junit: /^<\?xml/, sarif: /^\{\n/, markdown: /^### ❌/ }[name] as RegExp)
    expect(stdout).not.toContain('every reachable state visited\n')
  })

  it('has annotations after the text, and the job its summary', async () => {
    const cwd = folderWith(specs)
    mkdirSync(join(cwd, 'sub'))
    const summary = join(cwd, 'summary.md')
    const env = { GITHUB_STEP_SUMMARY: summary, GITHUB_WORKSPACE: join(cwd, '..') }
    const args = ['check', 'lock.ts', '--no-types', '--reporter', 'github']
    const { stdout } = await interleave(args, { cwd, env })
    expect(stdout).toMatch(/^lock\n[\s\S]*\n::error file=[^/,]+\/lock\.ts,line=9/)
    expect(readFileSync(summary, 'utf8')).toContain('### ❌ interleave check: 1 of 1 setting not passed')
  })

  it('is that of --json for ndjson', async () => {
    const cwd = folderWith(specs)
    const objects = async (...args: string[]) => {
      const { stdout } = await interleave(['check', 'good.ts', '--no-types', ...args], { cwd })
      return stdout.replace(/"(seconds|bytes)":[\d.]+/g, '')
    }
    expect(await objects('--reporter', 'ndjson')).toBe(await objects('--json'))
  })

  it.each([
    [['nonsense'], "there is no reporter 'nonsense'. There are: text, json,"],
    [['junit='], "reporter 'junit=' has no file"],
    [['junit', 'sarif'], "standard output is for one reporter, but 'junit' and 'sarif' need it"],
    [['json', 'github'], "annotations on standard output go with text, not with 'json'"],
    [['junit=a', 'sarif=a'], "two reporters write to 'a'"],
    [['json=good.ts'], "'good.ts' would be overwritten, and its name is that of a source file"],
  ])('is refused to %j', async (given, says) => {
    const args = ['check', 'good.ts', ...given.flatMap(one => ['--reporter', one])]
    const ran = await interleave(args, { cwd: folderWith(specs) })
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toContain(says)
  })
})

describe('a report that cannot be written', () => {
  it.skipIf(!existsSync('/proc/self'))('is no success, and no other code', async () => {
    const cwd = folderWith(specs)
    for (const [spec, code] of [
      ['good.ts', 74],
      ['stuck.ts', 11],
    ] as const) {
      const ran = await interleave(['check', spec, '--no-types', '--reporter', 'junit=/proc/x/j.xml'], { cwd })
      expect(ran.code).toBe(code)
      expect(ran.stderr).toContain("the report 'junit' was not written to '/proc/x/j.xml': ENOENT")
    }
  })
})
