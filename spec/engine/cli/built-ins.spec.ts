/** A spec that changes a built-in, with which the checker works too, is refused by name, and gets no verdict. */

import { describe, expect, it } from 'vitest'
import { folderWith, interleave } from './run-command.ts'

interface Places {
  readonly top?: string
  readonly shared?: string
  readonly step?: string
  readonly claim?: string
}

function spec({ top = '', shared = '', step = '', claim = '' }: Places): string {
  return `import { model, when } from 'interleave-checker'
${top}
export default model('m').shared(() => { ${shared}; return { flag: [false, false], d: {} } })
  .process('p', { count: 2, steps: {
    raise: (s, me) => { s.flag[me.id] = true; s.d['k' + me.id] = 1 },
    enter: (s, me) => { when(!s.flag[1 - me.id]) },
    inside: (s, me) => { ${step}; s.flag[me.id] = false } } })
  .mayDeadlock()
  .invariant('at most one is inside', s => { ${claim}; return s.p.filter(q => q.pc === 'inside').length <= 1 })
`
}

/** By name: code that changes it, after which a check printed nothing, ran forever or crashed, when it was not refused. */
const changes = {
  'Array.prototype.every': 'Array.prototype.every = () => true',
  'Array.prototype.map': 'Array.prototype.map = () => []',
  'Array.prototype[Symbol.iterator]': 'Array.prototype[Symbol.iterator] = function* () {}',
  'Object.keys': 'Object.keys = () => []',
  'Object.getOwnPropertyDescriptor': 'Object.getOwnPropertyDescriptor = () => undefined',
  'Map.prototype.get': 'Map.prototype.get = () => undefined',
  'Math.min': 'Math.min = () => 0',
  Proxy: 'globalThis.Proxy = class { constructor(target) { return target } }',
  'JSON.stringify': "JSON.stringify = () => 'x'",
  'Promise.prototype.then': 'Promise.prototype.then = () => undefined',
  'Object.prototype.extra': 'Object.prototype.extra = 1',
}

const names = Object.keys(changes) as (keyof typeof changes)[]
/** One that the watch over what is outside the model survives, and names the step; and two that lead it astray. */
const some = ['JSON.stringify', 'Array.prototype.map', 'Array.prototype[Symbol.iterator]'] as const

describe.each([
  { place: 'top', changed: names },
  { place: 'shared', changed: some },
  { place: 'step', changed: some },
  { place: 'claim', changed: some },
] as const)('changed by code at $place', ({ place, changed }) => {
  it.each(changed)('%s is named and refused, with 3', async name => {
    const cwd = folderWith({ 'm.ts': spec({ [place]: changes[name] }) })
    const { code, stdout, stderr } = await interleave(['check', 'm.ts', '--no-types'], { cwd })
    expect(stderr).toMatch(/^interleave: .* (?:changes|writes) /)
    expect(stderr).toContain(`s ${name}, w`)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stdout).toBe('')
    expect(code).toBe(3)
  })
})

describe('changed by a function that only reports call', () => {
  it('is named and refused, with 3, before anything of it is shown', async () => {
    // The search asks no span, so its own looks have found nothing.
    const span = `.span('p', 'inside', (s, me) => { ${changes['Array.prototype.every']}; return me.pc === 'inside' })`
    const text = spec({}).replace('.mayDeadlock()', `${span}.mayDeadlock().invariant('never', s => !s.flag[0])`)
    const cwd = folderWith({ 'm.ts': text })
    for (const json of [[], ['--json']]) {
      const { code, stdout, stderr } = await interleave(['check', 'm.ts', '--no-types', ...json], { cwd })
      expect(stderr).toContain('another function of the spec changes Array.prototype.every, w')
      expect(stdout).not.toContain('Initially')
      expect(stdout).not.toContain('witness')
      expect(code).toBe(3)
    }
  })
})

const everyAtTop = spec({ top: changes['Array.prototype.every'] })
const fine = spec({})

describe('every command', () => {
  it('verify refuses that spec alone', async () => {
    const cwd = folderWith({ 'a.ts': everyAtTop, 'b.ts': fine })
    const { code, stdout, stderr } = await interleave(['verify', 'a.ts', 'b.ts', '--no-types'], { cwd })
    expect(code).toBe(3)
    expect(stdout + stderr).toContain('a.ts, or a module that it imports, changes Array.prototype.every')
    expect(stdout).toMatch(/b\.ts|m/)
  })

  it.each([
    ['check', 'm.ts', '--simulate', '--no-types'],
    ['explore', 'm.ts'],
    ['graph', 'm.ts'],
  ])('%s refuses it', async (...args) => {
    const { code, stdout, stderr } = await interleave(args, { cwd: folderWith({ 'm.ts': everyAtTop }) })
    expect(code).toBe(3)
    expect(stdout + stderr).toContain('changes Array.prototype.every')
  })

  it('a configuration is refused, too', async () => {
    const config = "Object.keys = () => []\nexport default { specs: ['m.ts'] }\n"
    const cwd = folderWith({ 'm.ts': fine, 'interleave.config.ts': config })
    const { code, stderr } = await interleave(['check', 'm.ts', '--no-types'], { cwd })
    expect(code).not.toBe(0)
    expect(stderr).toContain('changes Object.keys')
  })

  it('a package that a spec imports is refused, too', async () => {
    const cwd = folderWith({
      'm.ts': `import './patch.js'\n${fine}`,
      'patch.js': 'Set.prototype.has = () => true',
    })
    const { code, stderr } = await interleave(['check', 'm.ts', '--no-types'], { cwd })
    expect(code).toBe(3)
    expect(stderr).toContain('m.ts, or a module that it imports, changes Set.prototype.has')
  })

  it('a method more is no change', async () => {
    const top = '(Array.prototype as any).last = function (this: any) { return this[this.length - 1] }'
    const { code } = await interleave(['check', 'm.ts', '--no-types'], { cwd: folderWith({ 'm.ts': spec({ top }) }) })
    expect(code).toBe(0)
  })
})
