/** The files that `interleave init` writes. */

/** A file by its name, and what it is for. */
export interface InitFile {
  readonly name: string
  readonly purpose: string
  readonly text: string
}

/** What a project is like, as far as its files depend on it. */
export interface Project {
  /** Whether modules are ES modules by their package.json; elsewhere the files say so by their names. */
  readonly isModule: boolean
  /** Whether there is a tsconfig.json, which may take every TypeScript file below it into its build. */
  readonly hasTsconfig: boolean
  /** The configuration that is there. */
  readonly config: string | undefined
}

/** A folder of its own, so that nothing of the project is in the way. */
export const initFolder = 'interleave'

/** The name of the test ends in .spec: `node --test` takes every *.test file, and this one is for vitest. */
export function initFiles({ isModule, hasTsconfig, config }: Project): InitFile[] {
  const [ts, js] = isModule ? ['ts', 'js'] : ['mts', 'mjs']
  const files: InitFile[] = [
    {
      name: `${initFolder}/lock.${ts}`,
      purpose: 'a lock, its claim, and the bug that it prevents',
      text: lock.replace('lock.ts', `lock.${ts}`),
    },
    {
      name: `${initFolder}/lock.spec.${ts}`,
      purpose: 'its tests, for vitest',
      text: test.replace('lock.js', `lock.${js}`),
    },
    {
      name: `${initFolder}/.gitignore`,
      purpose: 'keeps pages of counterexamples out of the repository',
      text: 'out/\n',
    },
  ]
  if (hasTsconfig)
    files.push({
      name: `${initFolder}/tsconfig.json`,
      purpose: 'how these files are checked, apart from your build',
      text: tsconfig,
    })
  // As JavaScript it is in no build of TypeScript. The commands read one configuration, so there must not be a second.
  const name = config ?? `interleave.config.${hasTsconfig ? 'mjs' : ts}`
  return [...files, { name, purpose: 'where specs are, and where results go', text: configText }]
}

export const brokenVariant = 'no second look'

/** A line of a file that is written; this one imports nothing. */
function importing(names: string, from: string): string {
  return `import ${names} from '${from}'`
}

const lock = `${importing('{ expectations, model, when }', 'interleave-checker')}

/**
 * A lock. A worker that has seen it free looks again in the step that takes it. The variant does not, so that two workers may see
 * it free before either takes it.
 *
 *   npx interleave check ${initFolder}/lock.ts --variant '${brokenVariant}'
 */
const lock = model('lock', { workers: 2, looksAgain: true })
  .shared(() => ({ locked: false }))
  .process('worker', {
    count: c => c.workers,
    steps: {
      look: s => {
        when(!s.locked) // not enabled while the lock is taken
      },
      take: (s, _me, c) => {
        if (c.looksAgain && s.locked) return 'look'
        s.locked = true
        return 'leave'
      },
      leave: s => {
        s.locked = false
        return 'look'
      },
    },
  })
  .invariant('at most one holds the lock', s => s.worker.filter(w => w.pc === 'leave').length <= 1)
  .variant('${brokenVariant}', { looksAgain: false })

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

const configText = `${importing('{ defineConfig }', 'interleave-checker')}

export default defineConfig({
  specs: ['${initFolder}'],
  out: '${initFolder}/out',
})
`

/** The options of the project, with those that modules of this package need. */
const tsconfig = `{
  "extends": "../tsconfig.json",
  "compilerOptions": {
    "module": "nodenext",
    "moduleResolution": "nodenext",
    "target": "es2022",
    "rootDir": "..",
    "skipLibCheck": true,
    "composite": false,
    "incremental": false,
    "noEmit": true
  },
  "include": ["."],
  "exclude": ["out"]
}
`
