/** The matchers and tests of specs in vitest, used here as in a user's suite, and run by a vitest of their own where they fail. */

import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { check, model, when } from 'interleave-checker'
import { beforeAll, describe, expect, test } from 'vitest'
import { describeSpec } from '../../../src/vitest.ts'
import * as petersonSpec from '../../classic/peterson.ts'
import { checkout, type Ran, run, temporaryFolder } from '../cli/run-command.ts'

describeSpec(petersonSpec, { timeout: 30_000 })

const lock = model('lock', { atomic: true })
  .shared(() => ({ held: false, inside: 0 }))
  .process('worker', {
    count: 2,
    locals: () => ({ free: false }),
    steps: {
      look: (s, me) => {
        me.free = !s.held
      },
      take: (s, me, c) => {
        when(c.atomic ? !s.held : me.free)
        s.held = true
        s.inside += 1
      },
      leave: s => {
        s.held = false
        s.inside -= 1
      },
    },
  })
  .invariant('exclusive', s => s.inside <= 1)
  .reachable('both have left', s => s.worker.every(w => w.pc === 'done'))
  .reachable('three inside', s => s.inside === 3)
  .variant('racy', { atomic: false })

/** The message of a matcher that fails. */
async function failureOf(matching: Promise<void>): Promise<string> {
  const error = await matching.then(
    () => undefined,
    (thrown: Error) => thrown,
  )
  expect(error).toBeInstanceOf(Error)
  return (error as Error).message
}

describe('toHold', () => {
  test('passes where the claims hold', async () => {
    await expect(lock).toHold({ claims: ['exclusive', 'both have left', 'no deadlock'], variant: null })
  })

  test('fails with the run, the source at its end and the page', async () => {
    const pages = temporaryFolder()
    const message = await failureOf(expect(lock).toHold({ variant: 'racy', claims: ['exclusive'], pages }))
    expect(message).toContain("'exclusive' is violated in 4 steps")
    expect(message).toMatch(/>4 +take/)
    expect(message).toMatch(/vitest\.spec\.ts:\d+\n[\s\S]*> +\d+ \| +take: \(s, me, c\) => \{/)
    const file = fileURLToPath(/page: (file:\S+)/.exec(message)?.[1] ?? 'file:///none')
    expect(readFileSync(file, 'utf8').startsWith('<!DOCTYPE html>')).toBe(true)
  })

  test('fails for a claim that is never witnessed, and for one that a limit leaves open', async () => {
    expect(await failureOf(expect(lock).toHold({ pages: null }))).toContain("'three inside' is never witnessed")
    const message = await failureOf(expect(lock).toHold({ claims: ['exclusive'], maxStates: 3, pages: null }))
    expect(message).toContain("'exclusive' is unknown (the search ended: state limit)")
  })

  test('negated, requires a claim that fails: an open one does not do', async () => {
    await expect(lock).not.toHold({ variant: 'racy', claims: ['exclusive'] })
    expect(await failureOf(expect(lock).not.toHold({ claims: ['exclusive'] }))).toContain('all hold')
    await failureOf(expect(lock).not.toHold({ claims: ['exclusive'], maxStates: 3 }))
  })

  test('fails for what holds only within bounds, unless that is accepted', async () => {
    const bounded = model('bounded')
      .shared(() => ({ n: 0 }))
      .action('count', s => {
        s.n += 1
      })
      .within('at most 5', s => s.n <= 5)
      .invariant('positive', s => s.n >= 0)
    expect(await failureOf(expect(bounded).toHold({ pages: null }))).toContain(
      "'positive' holds only within 'at most 5'",
    )
    await failureOf(expect(bounded).not.toViolate('positive'))
    await expect(bounded).toHold({ acceptBounds: true })
    await expect(bounded).not.toViolate('positive', { acceptBounds: true })
  })

  test('takes the steps of a stem and a loop, as expectations do', async () => {
    const turning = model('turning')
      .shared(() => ({ n: 0 }))
      .action('turn', s => {
        s.n = 1 - s.n
      })
      .eventually('two', s => s.n === 2)
    await expect(turning).toViolate('two', { steps: [0, 2] })
    const message = await failureOf(expect(turning).toViolate('two', { steps: [1, 1], pages: null }))
    expect(message).toContain('to be violated in a stem of 1 and a loop of 1 step, but')
    expect(await failureOf(expect(turning).toViolate('two', { steps: [1] as never }))).toContain('or [stem, loop]')
  })

  test('refuses claims and models that are not there', async () => {
    // @ts-expect-error there is no such claim
    const misspelt = expect(lock).toHold({ claims: ['exclusiv'] })
    expect(await failureOf(misspelt)).toMatch(/no claim 'exclusiv'\..* Did you mean 'exclusive'\?/)
    expect(await failureOf(expect(7 as unknown as typeof lock).toHold())).toContain('expected a model')
  })

  test('refuses to hold no claims at all', async () => {
    expect(await failureOf(expect(lock).toHold({ claims: [] }))).toContain('claims is an empty list')
  })

  test('is typed by the model', () => {
    // @ts-expect-error there is no such variant
    const misspelt = () => expect(lock).toHold({ variant: 'rasy' })
    // @ts-expect-error there is no such constant
    const unknown = () => expect(lock).toHold({ set: { atomik: true } })
    // @ts-expect-error there is no such claim
    const claim = () => expect(lock).toViolate('exclusiv')
    // @ts-expect-error there is no such claim
    const reached = () => expect(lock).toReach('both have lef')
    expect([misspelt, unknown, claim, reached]).toHaveLength(4)
  })
})

describe('toViolate and toReach', () => {
  test('pass where the claim is as said, in as many steps', async () => {
    await expect(lock).toViolate('exclusive', { variant: 'racy', steps: 4, pages: null })
    await expect(lock).toReach('both have left', { steps: 6 })
    await expect(lock).not.toViolate('exclusive')
    await expect(lock).not.toReach('three inside')
  })

  test('fail otherwise, open claims included, negated or not', async () => {
    expect(await failureOf(expect(lock).toViolate('exclusive', { variant: 'racy', steps: 5, pages: null }))).toContain(
      "expected 'exclusive' of model 'lock', variant 'racy', to be violated in 5 steps, but it is violated in 4",
    )
    await failureOf(expect(lock).toViolate('exclusive', { pages: null }))
    await failureOf(expect(lock).not.toViolate('exclusive', { maxStates: 3 }))
    await failureOf(expect(lock).toReach('three inside', { maxStates: 3 }))
    await failureOf(expect(lock).not.toReach('three inside', { maxStates: 3 }))
    expect(await failureOf(expect(lock).toReach('exclusive'))).toContain('not a reachable claim')
  })
})

describe('wrong arguments', () => {
  const refused = (text: string, ...matchings: readonly Promise<void>[]) =>
    Promise.all(matchings.map(async matching => expect(await failureOf(matching)).toContain(text)))
  const untyped = (given: unknown) => expect(given) as unknown as Record<string, (...args: unknown[]) => Promise<void>>

  test('are named, with what the matcher takes', async () => {
    await refused(
      'claims of toHold must be a list of names of claims',
      untyped(lock).toHold!({ claims: 'exclusive' }),
      untyped(lock).toHold!({ claims: [3] }),
    )
    await refused('toViolate expects the name of a claim as its first argument', untyped(lock).toViolate!())
    await refused('toReach expects the name of a claim', untyped(lock).toReach!({ steps: 3 }))
    await refused(
      'steps of toViolate must be a whole number of at least 0',
      ...['4', -1, Number.NaN, 1.5].map(steps => untyped(lock).toViolate!('exclusive', { steps })),
    )
    await refused(
      "toViolate has no option 'step'. Its options are: steps, pages, variant",
      untyped(lock).toViolate!('exclusive', { step: 4 }),
    )
    await refused("Did you mean 'steps'?", untyped(lock).toViolate!('exclusive', { step: 4 }))
    await refused('pages of toHold must be a folder', untyped(lock).toHold!({ pages: 7 }))
    await refused('the options of toHold must be an object', untyped(lock).toHold!('racy'))
  })
})

describe('where a failure is shown', () => {
  test('is the call, also where nobody awaits it there, after what the test says of it', async () => {
    const matching = expect(lock, 'the racy one').toViolate('exclusive', { pages: null })
    await Promise.resolve()
    const error = (await matching.catch((thrown: Error) => thrown)) as Error
    expect(error.message).toMatch(/^the racy one: expected 'exclusive'/)
    expect(error.stack).toMatch(/\n +at .*testing\/vitest\.spec\.ts:\d+/)
    expect(error.stack).not.toMatch(/src\/vitest\.ts/)
  })
})

describe('toExcludeRun', () => {
  test('passes where the run stops, fails where it still shows the bug', async () => {
    const [witness] = (await check(lock, { variant: 'racy' })).counterexamples
    if (witness === undefined) throw new Error('the racy lock has no counterexample')
    const message = await failureOf(expect(lock).toExcludeRun(JSON.stringify(witness)))
    expect(message).toMatch(/All its 4 steps can be taken, and 'exclusive' is violated at its end/)
    await expect(lock).toExcludeRun(witness, { variant: 'racy', set: { atomic: true } })
    expect(await failureOf(expect(lock).not.toExcludeRun(witness, { set: { atomic: true } }))).toMatch(
      /It stops: step 4, worker 1: take, is not enabled there\. Enabled steps: worker 0: leave/,
    )
    const without = model('lock')
      .shared(() => ({ n: 0 }))
      .action('add', s => void s.n)
    expect(await failureOf(expect(without).toExcludeRun(witness))).toContain("has no claim 'exclusive'")
  })
})

/** What a suite of its own reports, with its files in a folder of its own. */
async function runSuite(files: { readonly [name: string]: string }): Promise<Ran> {
  const folder = mkdtempSync(join(temporaryFolder(), 'suite-'))
  symlinkSync(join(checkout, 'node_modules'), join(folder, 'node_modules'))
  const source = (file: string): string => JSON.stringify(join(checkout, 'src', file))
  const config = `export default { resolve: { alias: [
  { find: /^interleave-checker\\/vitest$/, replacement: ${source('vitest.ts')} },
  { find: /^interleave-checker$/, replacement: ${source('index.ts')} } ] } }`
  for (const [name, text] of Object.entries({ ...files, 'vitest.config.ts': config }))
    writeFileSync(join(folder, name), text)
  const ran = await run('npx', ['vitest', 'run', '--reporter', 'json'], { cwd: folder })
  expect(readdirSync(folder)).not.toContain('out')
  return ran
}

interface TestResult {
  readonly title: string
  readonly status: string
  readonly failureMessages: readonly string[]
}

function resultsOf({ stdout }: Ran): TestResult[] {
  const { testResults } = JSON.parse(stdout) as { testResults: { assertionResults: TestResult[] }[] }
  return testResults.flatMap(({ assertionResults }) => assertionResults)
}

describe('the limits of the configuration', () => {
  test('are those of matchers, which may give others', async () => {
    const ran = await runSuite({
      'ring.spec.ts': `import { model } from 'interleave-checker'
import 'interleave-checker/vitest'
import { expect, test } from 'vitest'
const ring = model('ring').shared(() => ({ n: 0 })).action('tick', s => { s.n = (s.n + 1) % 9 }).invariant('small', s => s.n < 9)
test('configured', () => expect(ring).toHold({ pages: null }))
test('given', () => expect(ring).toHold({ pages: null, maxStates: 20 }))
`,
      'interleave.config.mjs': "export default { limits: { maxStates: 4, maxMemory: '1G' } }",
    })
    expect(resultsOf(ran).map(({ status }) => status)).toEqual(['failed', 'passed'])
    expect(resultsOf(ran)[0]?.failureMessages.join()).toContain('state limit')
  })
})

describe('describeSpec in a suite of its own', () => {
  let ran: Ran

  beforeAll(async () => {
    ran = await runSuite({
      'lock.spec.ts': `import { model, when } from 'interleave-checker'
import { describeSpec } from 'interleave-checker/vitest'
const lock = model('lock').shared(() => ({ n: 0 })).process('p', { count: 2, steps: { add: s => { s.n += 1 } } })
  .invariant('small', s => s.n < 2).invariant('positive', s => s.n >= 0)
describeSpec({ default: lock, expected: { base: { fails: { small: 3 } } } }, { pages: null })
describeSpec({ default: lock, expected: { base: { fails: { small: 2 } } } }, { pages: null, maxStates: 2 })
const long = model('long').shared(() => ({ n: 0 })).action('count', s => { s.n += 1 }).invariant('positive', s => s.n >= 0)
describeSpec({ default: long }, { pages: null, timeout: 300 })
`,
    })
  }, 60_000)

  test('fails where another length is found than expected, and where a limit or a timeout leaves a claim open', () => {
    const results = resultsOf(ran)
    const failed = results.filter(({ status }) => status === 'failed')
    const [cut, first] = [results.slice(-5), failed.slice(0, -5)]
    expect(cut.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'failed'))
    expect(first.map(({ title }) => title)).toEqual([
      'small: fails in 3 steps',
      'small: fails in 2 steps',
      'positive: holds',
      'no deadlock: holds',
      'no assertion fails: holds',
      'no step throws: holds',
      'is searched as expected',
    ])
    expect(failed[0]?.failureMessages.join()).toMatch(/'small' fails in 2 steps, expected fails in 3 steps/)
    // Shown at the call of describeSpec.
    expect(failed[0]?.failureMessages.join()).toMatch(/^Error: 'small'[\s\S]*\n +at \S*lock\.spec\.ts:5:\d+/)
    expect(failed[0]?.failureMessages.join()).not.toMatch(/src\/vitest\.ts/)
    expect(ran.code).toBe(1)
  })
})
