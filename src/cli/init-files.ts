/** The files that `interleave init` writes. */

/** A file by its name, and what it is for. */
export interface InitFile {
  readonly name: string
  readonly purpose: string
  readonly text: string
}

/** Whether modules are ES modules by their package.json; elsewhere the files say so by their names. */
export interface Naming {
  readonly isModule: boolean
}

/** A folder of its own, so that nothing of the project is in the way. */
export const initFolder = 'interleave'

export function initFiles({ isModule }: Naming): InitFile[] {
  const [ts, js] = isModule ? ['ts', 'js'] : ['mts', 'mjs']
  return [
    {
      name: `${initFolder}/lock.${ts}`,
      purpose: 'a lock, its claim, and the bug that it prevents',
      text: lock.replace('lock.ts', `lock.${ts}`),
    },
    {
      name: `${initFolder}/lock.test.${ts}`,
      purpose: 'its tests, for vitest',
      text: test.replace('lock.js', `lock.${js}`),
    },
    {
      name: `${initFolder}/.gitignore`,
      purpose: 'keeps pages of counterexamples out of the repository',
      text: 'out/\n',
    },
    { name: `interleave.config.${ts}`, purpose: 'where specs are, and where results go', text: config },
  ]
}

export const brokenVariant = 'two steps'

/** A line of a file that is written; this one imports nothing. */
function importing(names: string, from: string): string {
  return `import ${names} from '${from}'`
}

const lock = `${importing('{ expectations, model, when }', 'interleave-checker')}

/**
 * A lock that workers take in one step. The variant looks and takes in two, so that two workers may look before either takes.
 *
 *   npx interleave check ${initFolder}/lock.ts --variant '${brokenVariant}'
 */
const lock = model('lock', { workers: 2, inOneStep: true })
  .shared(() => ({ locked: false }))
  .process('worker', {
    count: c => c.workers,
    steps: {
      look: (s, _me, c) => {
        when(!s.locked) // not enabled while the lock is taken
        if (!c.inOneStep) return 'take'
        s.locked = true
        return 'leave'
      },
      take: s => {
        s.locked = true
      },
      leave: s => {
        s.locked = false
        return 'look'
      },
    },
  })
  .invariant('at most one holds the lock', s => s.worker.filter(w => w.pc === 'leave').length <= 1)
  .variant('${brokenVariant}', { inOneStep: false })

export default lock
export const expected = expectations(lock, {
  base: {},
  '${brokenVariant}': { fails: { 'at most one holds the lock': 4 } },
})
`

const test = `${importing('{ describeSpec }', 'interleave-checker/vitest')}
${importing('{ expect, test }', 'vitest')}
${importing('* as spec', './lock.js')}

describeSpec(spec) // a test for each variant and claim, with what the spec expects

test('three workers are safe, too', ({ signal }) =>
  expect(spec.default).toHold({ set: { workers: 3 }, signal }))
`

const config = `${importing('{ defineConfig }', 'interleave-checker')}

export default defineConfig({
  specs: ['${initFolder}'],
  out: '${initFolder}/out',
})
`
