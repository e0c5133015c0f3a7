import { describe, expect, it } from 'vitest'
import { folderWith, interleave } from './run-command.ts'

const spec = `import { model } from 'interleave-checker'
import { limit } from './limit.ts'
export default model('m').shared(() => ({ n: 0 })).action('a', s => { if (s.n < limit) s.n++ }).mayDeadlock()
`

/** The folder of a spec in the form that its extension requires, with files to import. */
function folder(name: string, source: string): string {
  return folderWith({
    [name]: source,
    'limit.ts': 'export const limit: number = 2',
    'limit-mts.mts': 'export const limit: number = 2',
    'limit-cts.cts': 'export const limit: number = 2',
    'limit-tsx.tsx': 'export const limit = ((x: number) => x)(2)',
    'limit-cjs.cjs': 'exports.limit = 2',
    'limit.json': '{ "limit": 2 }',
    'broken.json': '{ "limit": ',
    'view.tsx': 'export const limit = 2\nexport const view = () => <b>{limit}</b>',
  })
}

describe('a spec is loaded', () => {
  it.concurrent.each(['spec.ts', 'spec.mts', 'spec.cts', 'spec.tsx', 'spec.js', 'spec.mjs', 'spec.jsx'])(
    'from %s',
    async name => {
      const cwd = folder(name, spec)
      const ran = await interleave(['check', '--no-types', name], { cwd })
      expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('3 states'), stderr: '' })
    },
  )

  it.concurrent.each(['spec.ts', 'spec.mjs'])('with its sets looked through by predicates, from %s', async name => {
    const cwd = folder(
      name,
      `import { add, choose, model, setOf, when } from 'interleave-checker'
export default model('m').shared(() => ({ sent: setOf() })).action('send', s => {
  const to = choose(...Array(8).keys())
  when(![...s.sent].some((m) => m === to))
  add(s.sent, to)
}).mayDeadlock()
`,
    )
    const ran = await interleave(['check', '--no-types', '--json', '--profile', name], { cwd })
    const { profile } = JSON.parse(ran.stdout)
    // There are 256 sets. What a step does with a message depends on that message alone.
    expect(profile.steps[0].recordedRuns).toBeLessThan(100)
  })

  it.concurrent.each([
    "{ limit } from './limit-mts.mts'",
    "{ limit } from './limit-mts.mjs'",
    "{ limit } from './limit-cts.cts'",
    "{ limit } from './limit-cts.cjs'",
    "{ limit } from './limit-cts'",
    "{ limit } from './limit-tsx.tsx'",
    "{ limit } from './limit-tsx.js'",
    "{ limit } from './limit-tsx.jsx'",
    "{ limit } from './limit-tsx'",
    "{ limit } from './limit-cjs.cjs'",
    "{ limit } from './limit.js'",
    "data from './limit.json'\nconst { limit } = data",
    "data from './limit.json' with { type: 'json' }\nconst { limit } = data",
  ])('that imports %s', async imported => {
    const cwd = folder('spec.ts', spec.replace("{ limit } from './limit.ts'", imported))
    const ran = await interleave(['check', '--no-types', 'spec.ts'], { cwd })
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('3 states'), stderr: '' })
  })

  it('from a folder, with any extension', async () => {
    const cwd = folderWith({
      'spec/a.ts': spec,
      'spec/b.tsx': spec,
      'spec/c.cts': spec,
      'spec/c.test.tsx': spec,
      'spec/limit.ts': 'export const limit = 2',
    })
    const { stdout } = await interleave(['list'], { cwd })
    for (const name of ['a.ts', 'b.tsx', 'c.cts']) expect(stdout).toContain(`spec/${name}`)
    expect(stdout).not.toContain('c.test.tsx')
  })
})

describe('a file that cannot be loaded is rejected with advice', () => {
  const commonJs = "const { model } = require('interleave-checker')\nmodule.exports = model('m')"
  it.concurrent.each([
    ['spec.cjs', commonJs, ['CommonJS', "'export default'"]],
    ['spec.cts', commonJs, ['CommonJS', "'export default'"]],
    ['spec.js', commonJs, ['CommonJS', "'export default'"]],
    ['spec.cts', spec.replace('export default', 'export ='), ['CommonJS', "'export ='"]],
    ['spec.ts', spec.replace('export default', 'export ='), ['CommonJS', "'export ='"]],
    [
      'spec.ts',
      spec.replace("import { limit } from './limit.ts'", "import limit = require('./limit.ts')"),
      ['CommonJS', "'import'"],
    ],
    ['spec.tsx', `${spec}\nexport const view = () => <b>{1}</b>`, ['spec.tsx contains JSX', 'separate .ts file']],
    ['spec.jsx', `${spec}\nexport const view = () => <b>{1}</b>`, ['spec.jsx contains JSX', 'separate .ts file']],
    ['spec.ts', spec.replace('./limit.ts', './view.tsx'), ['view.tsx contains JSX']],
    ['spec.tsx', `${spec}\nexport const view = (`, ['could not be loaded', 'spec.tsx:5']],
    ['spec', commonJs, ['CommonJS', "'export default'"]],
    ['spec', `${spec}\ninterface A { b: number }`, ['could not be loaded', 'ends in .ts, .mts, .js or .mjs']],
    ['spec.txt', spec, ['could not be loaded', 'ends in .ts, .mts, .js or .mjs']],
    ['spec.js', `${spec}\ninterface A { b: number }`, ['could not be loaded', 'if it is TypeScript, name it .ts']],
    // Nothing that this file says is wrong with its syntax.
    ['spec.mjs', `${spec}\nJSON.parse('{ no')`, ['could not be loaded', /JSON.* \(spec\.mjs:5\)\n$/]],
    ['spec.mjs', `${spec}\nnew Function('let x: number')`, ['could not be loaded', /\(spec\.mjs:5\)\n$/]],
    ['spec.ts', spec.replace("{ limit } from './limit.ts'", "limit from './broken.json'"), ['broken.json', 'JSON']],
    ['spec.ts', spec.replace("{ limit } from './limit.ts'", "limit from './gone.json'"), ['gone.json']],
  ] as const)('%s: %s', async (name, source, says) => {
    const ran = await interleave(['check', '--no-types', name], { cwd: folder(name, source) })
    for (const words of says)
      expect(ran.stderr).toEqual(
        typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words),
      )
    expect(ran).toMatchObject({ code: 3, stdout: '' })
  })
})
