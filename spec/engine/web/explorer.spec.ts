/** The explorer as its users have it: a server, and its page in a real browser. */

import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { check } from '../../../src/check/check.ts'
import { choose, model, when } from '../../../src/index.ts'
import { type Explorer, startExplorerServer } from '../../../src/web/server.ts'
import type { Explored } from '../../../src/web/session.ts'
import type { Witness } from '../../../src/witness/witness.ts'
import daxClear from '../../mappers/dax-clear.ts'
import { startBrowser } from '../ui/browser.ts'

const attack = '</script><img src=x onerror="document.title=1">'

/** A lock with names that would be markup, were they not text. */
const lock = model(attack)
  .shared(() => ({ holder: null as number | null, [attack]: '' }))
  .process('worker', {
    count: 2,
    steps: {
      take: (s, me) => {
        when(s.holder === null)
        s.holder = me.id
      },
      [attack]: s => {
        s[attack] = choose('rice', attack)
      },
      leave: s => {
        s.holder = null
      },
    },
  })
  .invariant(`never ${attack}`, s => s[attack] !== attack)
  .variant('alone', {})

let browser: Browser
const explorers: Explorer[] = []

beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  for (const explorer of explorers) await explorer.close()
})

interface Opened {
  readonly page: Page
  readonly explorer: Explorer
  /** Errors in the page, and its requests to other servers. */
  readonly complaints: readonly string[]
  readonly url: string
}

async function open(subject: Partial<Explored> & Pick<Explored, 'model'>, path = ''): Promise<Opened> {
  const explorer = await startExplorerServer({ file: 'spec.ts', variant: null, set: {}, ...subject }, 0)
  explorers.push(explorer)
  const page = await browser.newPage({ viewport: { width: 1500, height: 1000 } })
  const complaints: string[] = []
  page.on('console', message => complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(error.message))
  page.on('request', request => {
    if (!request.url().startsWith(explorer.url) && !request.url().startsWith('data:')) complaints.push(request.url())
  })
  await page.goto(new URL(path, explorer.url).href)
  await page.getByRole('heading', { name: /^(Next|From step)/ }).waitFor()
  return { page, explorer, complaints, url: explorer.url }
}

/** The steps of the walk that is shown, once their number is reached. */
async function walked(page: Page, count: number): Promise<string[]> {
  const rows = page.locator('.lanes tbody td.taken a')
  await expect.poll(() => rows.count()).toBe(count)
  return rows.allInnerTexts()
}

const options = (page: Page) => page.locator('.option')

async function witnessOfD2(): Promise<Witness> {
  const { counterexamples } = await check(daxClear, { variant: 'only D2, NP', allClaims: true })
  return counterexamples.find(({ claim }) => claim.name === 'no store to an unmapped address') as Witness
}

describe('the explorer, opened on a counterexample,', () => {
  test('shows the whole run, the violation, the writers of a value, why a step is disabled, and branches', async () => {
    const witness = await witnessOfD2()
    const { page, complaints } = await open({ model: daxClear, witness })
    expect(await walked(page, 19)).toHaveLength(19)
    await expect
      .poll(() => page.locator('.chip.broken').allInnerTexts())
      .toContain('✗ broken no store to an unmapped address')

    // The story that the page of the run tells, and what the variant means.
    const story = await page.locator('.why .story p').allInnerTexts()
    expect(story.at(-1)).toMatch(/^So dax_clear still went by ranges = range #0 \(read at step 5\)/)
    expect(await page.locator('.meaning').innerText()).toMatch(/^changes .* = .*, not /)
    await page.locator('.why a[href="#step-18"]').first().click()
    expect(await page.locator('.lanes a[aria-current]').innerText()).toMatch(/^memunmap/)
    await page.locator('.lanes tr[data-position="19"] a').click()

    // Who wrote what the last step read?
    await page.getByRole('button', { name: 'no store to an unmapped address' }).click()
    await page.locator('.reads').getByRole('button', { name: 'areas[0].mapped = false' }).first().click()
    const history = page.getByRole('region', { name: 'Who wrote areas[0].mapped?' })
    expect(await history.getByRole('listitem').allInnerTexts()).toEqual([
      'true at the beginning',
      'false by step 18, unbind 0: memunmap (the value here)',
    ])

    // While the grace period waits, unbind cannot go on: for whom?
    await page.locator('.lanes tr[data-position="13"] a').click()
    const blocked = page.locator('.cannot > li > details')
    expect(await blocked.locator('> summary').innerText()).toBe('unbind 0 at wait_rcu_gp')
    await blocked.locator('> summary').click()
    expect(await blocked.locator('.reads').first().innerText()).toMatch(
      /tasks\[1\]\.gp_waits_for = \[0\]\s*written by (another: )?step 13, unbind 0: synchronize_rcu/,
    )

    // A fork: from before the reader slept on.
    await page.locator('.lanes tr[data-position="7"] a').click()
    await expect.poll(() => page.getByRole('heading', { level: 2, name: 'From step 7 on' }).count()).toBe(1)
    await options(page).filter({ hasText: 'cond_resched' }).click()
    expect((await walked(page, 8)).at(-1)).toBe('cond_resched')
    expect(await page.locator('.branches a').innerText()).toBe('19 steps, the last dax_clear 0: clear_page')
    await page.locator('.branches a').click()
    await walked(page, 19)
    expect(complaints).toEqual([])
  })
})

describe('the explorer', () => {
  test('is operated by keys, and its URL is a link to the walk', async () => {
    const { page, complaints, url } = await open({ model: daxClear })
    await page.keyboard.press('1')
    await walked(page, 1)
    await page.keyboard.press('1')
    expect(await walked(page, 2)).toEqual(['dax_clear_blocks [0, 1]', 'bdev_direct_access'])
    const address = page.url()
    expect(address).toBe(`${url}?walk=dax_clear.0.dax_clear_blocks~%5B0%2C1%5D,dax_clear.0.bdev_direct_access`)
    await page.keyboard.press('u')
    await walked(page, 1)
    await page.goBack()
    await walked(page, 2)
    await page.goto(address)
    expect(await walked(page, 2)).toEqual(['dax_clear_blocks [0, 1]', 'bdev_direct_access'])
    expect(complaints).toEqual([])
  })

  test('runs until a condition is true, or says that it never is', async () => {
    const { page, complaints } = await open({ model: daxClear })
    await page.keyboard.press('s')
    await page.keyboard.type('s.areas.every((a: { mapped: boolean }) => !a.mapped)')
    await page.keyboard.press('Enter')
    await walked(page, 10)
    const status = page.getByRole('status').filter({ hasText: 'states seen' })
    expect(await status.innerText()).toMatch(/^Found after 10 steps; \d+ states seen\.$/)
    await page.locator('#predicate').fill('s.tasks.length === 3')
    await page.getByRole('button', { name: 'Find from the start' }).click()
    await expect
      .poll(() => page.locator('.search [role="status"]').innerText())
      .toBe('No such state exists at all: all 684 states seen.')
    await page.locator('#predicate').fill('s.tasks.length ===')
    await page.getByRole('button', { name: 'Run from here' }).click()
    await expect
      .poll(() => page.locator('.search [role="status"]').innerText())
      .toMatch(/^the predicate cannot be parsed: /)
    expect(complaints.filter(text => !text.includes('400'))).toEqual([])
  })

  test('says which step of a link fails, and keeps the previous walk', async () => {
    const { page } = await open({ model: daxClear })
    await page.evaluate(`
      history.pushState(null, '', '?walk=dax_clear.0.bdev_direct_access')
      dispatchEvent(new PopStateEvent('popstate'))
    `)
    await expect
      .poll(() => page.getByRole('alert').innerText())
      .toMatch(
        /^This walk can't be taken: step 1, dax_clear 0: bdev_direct_access, is not enabled there\. Enabled steps: dax_clear 0: dax_clear_blocks \[0, 1\]; /,
      )
    expect(await page.locator('.option').count()).toBeGreaterThan(0)
  })

  test('shows any names and values of a model as text', async () => {
    const { page, complaints } = await open({ model: lock })
    await page.keyboard.press('1')
    await walked(page, 1)
    await page.keyboard.press('2')
    await walked(page, 2)
    await expect.poll(() => page.locator('.chip.broken').innerText()).toBe(`✗ broken never ${attack}`)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain(attack)
    expect(await page.locator('img').count()).toBe(0)
    expect(await page.title()).toBe(`${attack} - Interleave`)
    await page.getByRole('button', { name: 'Draw all states' }).click()
    await page.locator('.graph-pane svg').waitFor()
    expect(await page.locator('dialog.graph > p').innerText()).toMatch(
      /^\d+ states, \d+ transitions, depth \d+\. A click/,
    )
    expect(await page.locator('.graph-pane').innerText()).toContain(attack.slice(0, 4))
    expect(await page.locator('.graph-pane :is(img, script, a, foreignObject)').count()).toBe(0)
    expect(await page.title()).toBe(`${attack} - Interleave`)
    expect(complaints).toEqual([])
  })

  test('draws all states, opens at the root, finds and zooms, and walks to the state that is clicked', async () => {
    const { page, complaints } = await open({ model: lock })
    await page.getByRole('button', { name: 'Draw all states' }).click()
    const pane = page.locator('.graph-pane')
    await pane.locator('svg').waitFor()
    const isInView = (node: string): Promise<boolean> =>
      page.evaluate(`(() => {
        const [outer, inner] = ['.graph-pane', '[id="${node}"]'].map(one => document.querySelector(one).getBoundingClientRect())
        return inner.left < outer.right && inner.right > outer.left && inner.top < outer.bottom && inner.bottom > outer.top
      })()`)
    expect(await isInView('s0')).toBe(true)

    const width = async (): Promise<number> => (await pane.locator('svg').boundingBox())!.width
    const before = await width()
    await page.getByRole('button', { name: 'Larger' }).click()
    await expect.poll(width).toBeCloseTo(before * 1.25, 0)

    await page.getByLabel('Find').fill('rice')
    expect(await page.locator('dialog.graph output').innerText()).toMatch(/^[1-9]\d* found$/)
    const found = await pane.locator('g.found').first().getAttribute('id')
    expect(await pane.locator('g.found').first().textContent()).toContain('rice')
    expect(await isInView(found as string)).toBe(true)

    await page.getByLabel('Find').fill('no state has this')
    expect(await page.locator('dialog.graph output').innerText()).toBe('0 found')
    const axeFound = await page.evaluate<axe.AxeResults>(`(() => { ${axe.source} })(), axe.run('dialog')`)
    expect(axeFound.violations.map(({ id }) => id)).toEqual([])

    // The first states beyond the initial one are one step away, whatever their numbers.
    await pane.locator('[id="s1"]').press('Enter')
    expect(await walked(page, 1)).toEqual(['take'])
    expect(complaints).toEqual([])
  })

  test('goes to another variant, and to the beginning', async () => {
    const { page } = await open({ model: lock })
    await page.keyboard.press('1')
    await walked(page, 1)
    await page.getByLabel('Variant').selectOption('alone')
    await walked(page, 0)
    expect(new URL(page.url()).search).toBe('?variant=alone')
    expect(await page.locator('.branches a').innerText()).toContain('1 step, the last worker 0: take')
  })

  test.each([
    ['wide', 'light', 1500],
    ['wide', 'dark', 1500],
    ['narrow', 'light', 390],
  ] as const)('passes an accessibility check, %s and %s', async (_, colorScheme, width) => {
    const { page } = await open({ model: daxClear, witness: await witnessOfD2() })
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 1000 })
    await page.locator('.reads button').first().click()
    // Added as a file of its own would be, and for this test only: the page allows no other script.
    await page.evaluate(`(() => { ${axe.source} })()`)
    const { violations } = await page.evaluate<axe.AxeResults>('axe.run()')
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
    expect(found).toEqual([])
    const beyond = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
    expect(beyond).toBeLessThanOrEqual(0)
  })
})

describe('the lanes of a walk', () => {
  const turns = model('turns')
    .shared(() => ({ turn: 0 }))
    .process('player', {
      count: 3,
      steps: {
        play: (s, me) => {
          when(s.turn === me.id)
          s.turn++
        },
      },
    })
    .invariant('at most 3 turns', s => s.turn <= 3)
    .reachable('all have played', s => s.turn === 3)
  const rows = (page: Page) => page.locator('.lanes tbody tr')

  test('say on one line each that no step has been taken yet', async () => {
    const { page } = await open({ model: turns })
    expect(await rows(page).allInnerTexts()).toEqual(['\tthe initial state', '\tno step has been taken yet'])
    const heights = await rows(page).evaluateAll(all => all.map(row => row.getBoundingClientRect().height))
    expect(Math.max(...heights)).toBeLessThan(40)
  })

  test('say that something is reached only of a claim that is', async () => {
    const { page } = await open({ model: turns })
    const last = rows(page).last()
    for (const count of [1, 2]) {
      await options(page).first().click()
      await walked(page, count)
      expect(await last.innerText()).toBe('\tthe end of the walk')
    }
    expect(await page.locator('tr.claim.witnessed, tr.claim.violated').count()).toBe(0)
  })

  test.each([1400, 1100, 390])('stay within their pane, %i pixels wide', async width => {
    const { page } = await open({ model: turns })
    await page.setViewportSize({ width, height: 1000 })
    for (const count of [1, 2, 3]) {
      await options(page).first().click()
      await walked(page, count)
    }
    const [pane, around, window] = await page
      .locator('.lanes')
      .evaluate(one => [
        one.getBoundingClientRect().right,
        one.parentElement?.getBoundingClientRect().right ?? -1,
        one.ownerDocument.documentElement.scrollWidth,
      ])
    expect(pane).toBeLessThanOrEqual(around)
    expect(window).toBe(width)
  })
})

test('a page of another origin can neither read nor drive it', async () => {
  const { url } = await open({ model: lock })
  const page = await browser.newPage()
  await page.route('http://example.test/', route => route.fulfill({ contentType: 'text/html', body: '<p>elsewhere' }))
  await page.goto('http://example.test/')
  const outcomes = await page.evaluate(async explorer => {
    const read = await fetch(explorer).then(
      () => 'read',
      () => 'refused',
    )
    const way = { variant: null, start: 0, steps: [] }
    const driven = await fetch(`${explorer}api/walk`, { method: 'POST', body: JSON.stringify({ way }) }).then(
      () => 'driven',
      () => 'refused',
    )
    return [read, driven]
  }, url)
  expect(outcomes).toEqual(['refused', 'refused'])
})

describe('a spec that changes while its page is open', () => {
  const counter = (most: number) =>
    model('counter')
      .shared(() => ({ n: 0 }))
      .action('count', s => {
        when(s.n < most)
        s.n++
      })
  const subject = (most: number) => ({ file: 'spec.ts', model: counter(most), variant: null, set: {} })

  test('is shown at once, with as much of the walk as still exists', async () => {
    const { page, explorer, complaints } = await open(subject(3), '?walk=count,count')
    await walked(page, 2)
    explorer.replace(subject(9))
    await page.getByText('The spec changed: the same walk through its new version.').waitFor()
    await walked(page, 2)
    explorer.stay('spec.ts could not be loaded')
    await page.getByText('does not load, so this is the version before: spec.ts could not be loaded').waitFor()
    await page.getByRole('button', { name: 'OK' }).click()
    explorer.replace(subject(1))
    await page.getByText('step 2, count, is not enabled there. No step is enabled. 1 of 2 steps are left.').waitFor()
    await walked(page, 1)
    expect(new URL(page.url()).search).toBe('?walk=count')
    expect(complaints).toEqual([])
    await page.close()
  })
})
