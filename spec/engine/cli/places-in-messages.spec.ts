/** Messages about a wrong model end with the place in the author's file, under both engines. */

import { describe, expect, it } from 'vitest'
import { folderWith, interleave } from './run-command.ts'

const head = "import { assert, choose, model, oneOf, when } from 'interleave-checker'\n"

/** A model whose steps are on lines of their own: 'first' on line 5, 'second' on line 8. */
function stepping(first: string, rest = ''): string {
  return `${head}export default model('m')
  .shared(() => ({ n: 0 as unknown, o: { a: 1 } as { a?: number }, list: [0] }))
  .process('p', { steps: {
    first: s => {
      ${first}
    },
    second: () => {},
  } })
  ${rest}
`
}

const cases: readonly (readonly [title: string, spec: string, says: readonly string[]])[] = [
  ['an async step', stepping('return (async () => {})() as never'), ['must not be async', '(spec.ts:5)']],
  ['a step with random numbers', stepping('s.n = Math.random()'), ['must be a function of the state', '(spec.ts:5)']],
  [
    'a value that becomes undefined',
    stepping('s.o.a = undefined as never'),
    ["o.a is undefined. Write null there, or leave the key out: in a step, 'delete o.a'.", '(spec.ts:5)'],
  ],
  [
    'an item that is undefined',
    stepping('s.list[2] = 1'),
    ['list[1] is undefined. Write null there. It does so in the state '],
  ],
  ['a Map', stepping('s.n = new Map()'), ['n is an instance of Map', '(spec.ts:5)']],
  ['an unknown label', stepping("return 'thrid' as never"), ["returns 'thrid'", '(spec.ts:5)']],
  [
    'an assigned pc',
    stepping('s.n = 1', ".action('wild', s => { (s as any).p[0].pc = 'x' })"),
    ["action 'wild' sends p 0 to 'x'", '(spec.ts:10)'],
  ],
  [
    'a claim that throws',
    stepping('s.n = 1', ".invariant('odd', s =>\n    (s.n as any).x.y)"),
    ["claim 'odd' threw an error", '(spec.ts:11:'],
  ],
  [
    'a claim that is not boolean',
    stepping('s.n = 1', ".invariant('odd', s => s.n as boolean)"),
    ["claim 'odd' returned 0", '(spec.ts:10)'],
  ],
  [
    'an implication that is async',
    stepping('s.n = 1', ".invariant('odd', { given: () => true, then: (async () => true) as never })"),
    ["claim 'odd' returns a promise", '(spec.ts:10)'],
  ],
  [
    'a transition claim that answers nothing',
    stepping('s.n = 1', ".transition('odd', (() => {}) as never)"),
    ["claim 'odd' returned undefined", '(spec.ts:10)'],
  ],
  [
    'an action that goes wrong',
    stepping('s.n = 1', ".action('wild', s => { s.n = undefined })"),
    ["action 'wild' writes", 'n is undefined', '(spec.ts:10)'],
  ],
  [
    'when outside a step',
    stepping('s.n = 1', ".invariant('odd', s => {\n    when(s.n === 0)\n    return true\n  })"),
    ['when was called outside a step', '(spec.ts:11:'],
  ],
  [
    'a bad initial state',
    `${head}export default model('m')\n  .action('x', () => {})`.replace(
      '.action',
      '.shared(() => ({ n: NaN }))\n  .action',
    ),
    ['n is NaN', '(spec.ts:3)'],
  ],
  [
    'an initial state that cannot be made',
    `${head}export default model('m')\n  .shared(() => {\n    return ({} as any).x.y\n  })`,
    ['could not be created', '(spec.ts:4:'],
  ],
  [
    'bad locals',
    `${head}export default model('m')\n  .shared(() => ({ n: 0 }))\n  .process('p', { locals: () => new Date() as object, steps: { a: () => {} } })`,
    ["the locals of process 'p'", '(spec.ts:4)'],
  ],
  [
    'a bad count',
    `${head}export default model('m')\n\n  .process('p', { count: -1, steps: { a: () => {} } })`,
    ['a count of -1', '(spec.ts:4)'],
  ],
  [
    'a name that is taken',
    `${head}export default model('m')\n  .action('x', () => {})\n  .action('x', () => {})`,
    ["'x' of an action is already taken", '(spec.ts:4)'],
  ],
]

describe.each(['footprint', 'reference'])('under the engine %s', engine => {
  it.concurrent.each(cases)('the message about %s ends with its place', async (_, spec, says) => {
    const cwd = folderWith({ 'spec.ts': spec })
    const { code, stderr } = await interleave(['check', 'spec.ts', '--engine', engine], { cwd })
    for (const words of says) expect(stderr).toContain(words)
    expect(stderr.trimEnd()).toMatch(/\(spec\.ts:\d+(?::\d+)?\)$/)
    expect(code).toBe(3)
  })

  it('a step that throws is shown with the place in its file', async () => {
    const cwd = folderWith({ 'spec.ts': stepping('s.n = (s.n as any).x.y') })
    const { code, stdout } = await interleave(['check', 'spec.ts', '--engine', engine], { cwd })
    expect(stdout).toMatch(/at first \(file:\S*spec\.ts:6:\d+\)/)
    expect(code).toBe(14)
  })
})

it('a fault in an imported model is placed in the file of that model', async () => {
  const cwd = folderWith({
    'models/lock.ts': `${head}export const lock = model('lock')\n  .shared(() => ({ n: 0 as unknown }))\n  .process('p', {\n    steps: {\n      'a b'(s) {\n        s.n = undefined\n      } } })`,
    'spec.ts': "import { lock } from './models/lock.ts'\nexport default lock.invariant('c', () => true)",
  })
  const { stderr } = await interleave(['check', 'spec.ts'], { cwd })
  expect(stderr).toContain('(models/lock.ts:6)')
})
