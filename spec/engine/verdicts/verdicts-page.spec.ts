/** The page of verdicts in a browser: its filter, its accessibility, and on a phone. */

import axe from 'axe-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { model, verdictTable } from '../../../src/index.ts'
import { descriptionOf } from '../../../src/language/description-of.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { explore } from '../../../src/search/explore.ts'
import type { CheckedSetting } from '../../../src/verdicts/checked-setting.ts'
import { compareWithExpectation } from '../../../src/verdicts/compare-with-expectation.ts'
import { tableDescriptionOf } from '../../../src/verdicts/verdict-table-builder.ts'
import { verdictsOf } from '../../../src/verdicts/verdicts.ts'
import { verdictsToHtml } from '../../../src/verdicts/verdicts-html.ts'
import { open, startBrowser } from '../ui/browser.ts'

const ring = model('ring', { size: 5 })
  .shared(() => ({ at: 0 }))
  .action('go', (s, c) => {
    s.at = (s.at + 1) % c.size
  })
  .invariant('below three', s => s.at < 3)
  .invariant('not negative', s => s.at >= 0)
  .variant('small', { size: 3 })

const columns = Array.from({ length: 12 }, (_, i) => [`V${i}`, `version ${i}`])
const table = verdictTable({
  title: 'rings',
  columns: Object.fromEntries(columns),
  rows: { low: 'stays low', positive: 'stays positive' },
}).place(ring, {
  columns: Object.fromEntries(columns.map(([name]) => [name, ['base']])),
  rows: { low: 'below three', positive: 'not negative' },
})

async function checked(variant: string | null): Promise<CheckedSetting> {
  const outcome = await explore(instantiate(ring, { variant }), { allClaims: true })
  return {
    spec: 'spec/ring.ts',
    model: descriptionOf(ring),
    setting: variant ?? 'base',
    outcome: { ...outcome, seconds: 0 },
    differences: compareWithExpectation(outcome, variant === null ? { fails: { 'below three': 3 } } : {}),
    pictures: new Map(),
    notDrawn: [],
  }
}

describe('the page of verdicts', () => {
  let browser: Browser
  let html: string
  beforeAll(async () => {
    browser = await startBrowser()
    html = verdictsToHtml(verdictsOf([tableDescriptionOf(table)], [await checked(null), await checked('small')]))
  })
  afterAll(() => browser.close())

  test('shows the rows in which a text occurs, and the specs with a claim of that name', async () => {
    const { page, complaints } = await open(browser, html)
    const rows = page.locator('.matrix tbody tr:visible')
    expect(await rows.count()).toBe(2)
    await page.fill('#filter', 'Positive')
    expect(await rows.allInnerTexts()).toEqual([expect.stringContaining('positive')])
    expect(await page.locator('details.spec:visible').count()).toBe(0)
    await page.fill('#filter', 'below')
    expect(await page.locator('details.spec:visible').count()).toBe(1)
    expect(await page.locator('#filtered').innerText()).toMatch(/^\d+ rows? (or spec|and specs)/)
    await page.fill('#filter', '')
    expect(await rows.count()).toBe(2)
    expect(complaints).toEqual([])
  })

  test.each(['light', 'dark'] as const)('leaves axe nothing to say, in %s', async colorScheme => {
    const { page } = await open(browser, html, { colorScheme })
    for (const summary of await page.locator('details > summary:visible').all()) await summary.click()
    // The policy of the page refuses a script that is added to it.
    await page.evaluate(`(() => { ${axe.source} })()`)
    const { violations } = await page.evaluate<axe.AxeResults>('axe.run()')
    expect(violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html}`))).toEqual([])
  })

  test('keeps the names of rows in view, and fits a phone', async () => {
    const { page } = await open(browser, html, { viewport: { width: 390, height: 844 } })
    const layout = await page.evaluate<{ shift: number; share: number }>(`(() => {
      const scroll = document.querySelector('.scroll')
      scroll.scrollLeft = 300
      const [name, pane] = [scroll.querySelector('tbody th'), scroll].map(one => one.getBoundingClientRect())
      return {
        isScrolled: scroll.scrollLeft > 0,
        shift: Math.abs(name.left - pane.left),
        share: name.width / pane.width,
        isWider: document.documentElement.scrollWidth > innerWidth,
      }
    })()`)
    expect(layout).toMatchObject({ isScrolled: true, isWider: false })
    expect(layout.shift).toBeLessThan(3)
    expect(layout.share).toBeLessThan(0.45)
  })
})
