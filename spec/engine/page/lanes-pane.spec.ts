/** How the pane of the lanes opens where it has less room than the lanes need. */

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { model } from '../../../src/index.ts'
import { witnessToHtml } from '../../../src/page/witness-html.ts'
import { namedSteps } from '../../../src/report/run/why.ts'
import type { Witness } from '../../../src/witness/witness.ts'
import { votesForgotten } from '../report/run/stories/restarts.ts'
import { find } from '../report/witnesses.ts'
import { open, startBrowser } from '../ui/browser.ts'

/** A run whose last steps are in the last lane. */
let votes: Witness
let browser: Browser

beforeAll(async () => {
  votes = await find(votesForgotten)
  browser = await startBrowser()
})
afterAll(() => browser?.close())

const pane = (page: Page) => page.locator('.lanes')

describe('the pane of the lanes', () => {
  it('opens at its left edge, with the first step of the story in view', async () => {
    const { page } = await open(browser, witnessToHtml(votes), { viewport: { width: 900, height: 800 } })
    const overflow = await pane(page).evaluate(one => [
      one.scrollWidth - one.clientWidth,
      one.scrollHeight - one.clientHeight,
    ])
    expect(Math.min(...overflow)).toBeGreaterThan(20)
    expect(await pane(page).evaluate(one => one.scrollLeft)).toBe(0)
    const first = Math.min(...namedSteps(votes)) + 1
    expect(await isUncovered(page, `tr[data-position="${first}"] .number`)).toBe(true)
    expect(await isUncovered(page, `tr[data-position="${first}"] .box a`)).toBe(true)
  })

  it('shows the numbers of steps, however far it is scrolled sideways', async () => {
    const { page } = await open(browser, witnessToHtml(votes), { viewport: { width: 900, height: 800 } })
    const row = 'tr[data-position="1"]'
    for (const left of [5, 20, 40, 1000]) {
      await pane(page).evaluate((one, to) => one.scrollTo(to, 0), left)
      expect(await isUncovered(page, `${row} .number`)).toBe(true)
    }
  })

  it('has room for five lanes at 1400 pixels', async () => {
    const { page } = await open(browser, witnessToHtml(votes), { viewport: { width: 1400, height: 1000 } })
    expect(await pane(page).locator('thead th.lane').count()).toBe(5)
    expect(await pane(page).evaluate(one => one.scrollWidth - one.clientWidth)).toBe(0)
  })

  it.each([1400, 390])('has its rows on one line where nobody has taken a step, %i pixels wide', async width => {
    const zero = model('zero')
      .shared(() => ({ n: 0 }))
      .process('p', { steps: { a: s => void s.n++ } })
      .invariant('n is never 0', s => s.n !== 0)
    const { page } = await open(browser, witnessToHtml(await find(zero)), { viewport: { width, height: 1000 } })
    const rows = pane(page).locator('tbody tr')
    expect(await rows.allInnerTexts()).toEqual(['\tthe initial state', '\tnow the claim is false: n is never 0'])
    expect(
      Math.max(...(await rows.evaluateAll(all => all.map(row => row.getBoundingClientRect().height)))),
    ).toBeLessThan(40)
  })

  it('shows a wait that goes on as a strip, with its words where it begins only', async () => {
    const { page } = await open(browser, witnessToHtml(votes), { viewport: { width: 1400, height: 1000 } })
    const widths = await pane(page).evaluate(one =>
      [...one.querySelectorAll('.waits.continued')].map(wait => wait.getBoundingClientRect().width),
    )
    expect(widths.length).toBeGreaterThan(0)
    expect(Math.max(...widths)).toBeLessThan(20)
    const strip = pane(page).locator('.waits.continued button').first()
    await strip.click()
    expect(await pane(page).locator('.waits p').first().innerText()).toContain('blocked, because it read')
  })
})

/** Whether nothing lies over the middle of an element. */
function isUncovered(page: Page, selector: string): Promise<boolean> {
  return page.locator(selector).evaluate(one => {
    const { left, top, width, height } = one.getBoundingClientRect()
    const there = one.ownerDocument.elementFromPoint(left + width / 2, top + Math.min(height / 2, 12))
    return there !== null && (one.contains(there) || there.contains(one))
  })
}
