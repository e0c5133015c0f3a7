import { readFileSync } from 'node:fs'
import axe from 'axe-core'
import fc from 'fast-check'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { witnessToHtml } from '../../../src/page/witness-html.ts'
import { witnessToLanes } from '../../../src/report/run/witness-lanes.ts'
import { readWitness } from '../../../src/witness/read-witness.ts'
import type { Loop, Witness } from '../../../src/witness/witness.ts'
import szymanski from '../../classic/szymanski.ts'
import daxClear from '../../mappers/dax-clear.ts'
import { attack, hostile, large } from '../report/made-witnesses.ts'
import { anyWitness, counting, find, findEndless, philosophers, queue } from '../report/witnesses.ts'
import { open, startBrowser } from '../ui/browser.ts'

/** Unbinding takes the mapping away from a clear, which had let the grace period end by sleeping: 19 steps. */
let clear: Witness
/** A process that is overtaken forever in a loop. */
let overtaken: Witness

beforeAll(async () => {
  overtaken = await findEndless(szymanski, {
    variant: 'closes the room before all are through',
    claim: 'a process that raises its flag gets inside',
  })
  clear = await find(daxClear, { variant: 'only D2, NP', claim: 'no store to an unmapped address' })
})

describe('the page of a witness', () => {
  it('is the same, byte for byte, every time, also of a witness that was read from a file', () => {
    const page = witnessToHtml(clear)
    expect(witnessToHtml(clear)).toBe(page)
    expect(witnessToHtml(readWitness(JSON.stringify(clear)))).toBe(page)
  })

  it('includes the licence of Preact', () => {
    const licence = readFileSync(new URL('../../../node_modules/preact/LICENSE', import.meta.url), 'utf8')
    const words = (text: string) => text.replace(/[\s*]+/g, ' ')
    expect(words(witnessToHtml(clear))).toContain(words(licence).trim())
  })

  it('keeps all text of a model out of the markup, and contains the witness', () => {
    const parts = (text: string, pattern: RegExp) => text.match(pattern) ?? []
    fc.assert(
      fc.property(anyWitness, witness => {
        const page = witnessToHtml(witness)
        expect(parts(page, /<script/gi)).toHaveLength(2)
        expect(parts(page, /<\/script/gi)).toHaveLength(2)
        expect(parts(page, /<!--/g)).toHaveLength(0)
        expect(parts(page, /[\u2028\u2029]/g)).toHaveLength(0)
        const json = /<script type="application\/json" id="witness">(.*)<\/script>/.exec(page)?.[1]
        expect(JSON.parse(json ?? '')).toEqual(JSON.parse(JSON.stringify(witness)))
      }),
      { numRuns: 60 },
    )
  })
})

describe('the claim on a page', () => {
  const claimOn = (witness: Witness, texts: readonly string[]): string => {
    const excerpts = texts.map((text, i) => ({ file: 'a.ts', line: 9 - i, text }))
    const claim = texts.map((_, excerpt) => ({ excerpt, idle: [], reads: [] }))
    const page = witnessToHtml({ ...witness, source: { excerpts, steps: [], claim } })
    const [aside = ''] = /<section class="aside".*?<\/section>/s.exec(page) ?? []
    return aside.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
  }

  it('has both what is given and what should follow, in the order of the file, without the commas behind them', () => {
    const text = claimOn(overtaken, ["(_s, me) => me.pc === 'inside',", "(_s, me) => me.pc === 'wants',"])
    expect(text).toMatch(/Whenever this is true: .*wants&#39; this should follow: .*inside&#39; What would keep it /)
  })

  it('about whole runs is in view, in words as well', () => {
    const ofForm = (form: Loop['form']): Witness => ({ ...overtaken, loop: { ...(overtaken.loop as Loop), form } })
    const text = ['(_s, me) => me.pc === 0']
    expect(claimOn(ofForm('eventually'), text)).toContain('In every run this should become true: (_s, me)')
    expect(claimOn(ofForm('infinitelyOften'), text)).toContain('In every run this should be true again and again: (_s')
    expect(claimOn(ofForm('eventuallyAlways'), text)).toContain('true from some moment on, forever: (_s, me)')
    for (const form of ['eventually', 'leadsTo'] as const)
      expect(claimOn(ofForm(form), text)).not.toContain('As its author')
    expect(claimOn(overtaken, ['a\nb\nc\nd'])).toContain('As its author wrote it')
  })

  it('has both what is given and what is true then, not the functions that they call', () => {
    const text = claimOn(clear, ['given: s => s.n > 0', 'then: s => isEven(s.n)', 'function isEven(n) {'])
    expect(text).toContain('given: s =&gt; s.n &gt; 0 then: s =&gt; isEven(s.n) ')
    expect(text).not.toContain('function')
  })

  it('is not there twice where both predicates are in one line', () => {
    const line = 'return [isOut, isIn]'
    const excerpts = [{ file: 'a.ts', line: 9, text: line }]
    const claim = [0, 0].map(excerpt => ({ excerpt, idle: [], reads: [] }))
    const page = witnessToHtml({ ...overtaken, source: { excerpts, steps: [], claim } })
    expect(page.split('<code>return [isOut, isIn]</code>')).toHaveLength(2)
    expect(page).toContain('Whenever one of these is true, the other should follow:')
  })

  it('is said by its kind, and by its name where its source is folded or missing', () => {
    const { words: _words, ...bare } = clear
    expect(claimOn(bare, [])).toContain(
      'In every state this should be true: &quot;no store to an unmapped address&quot;.',
    )
    expect(claimOn(bare, ['a\nb\nc\nd'])).toContain('In every state this should be true: &quot;no store')
    expect(claimOn(bare, ['s => s.n'])).toContain('In every state this should be true: s =')
  })

  it('has no cast behind it', () => {
    expect(claimOn(clear, ['((s: S, me: Me) => s.n > me.n) as never'])).toMatch(
      / \(s: S, me: Me\) =&gt; s\.n &gt; me\.n /,
    )
    expect(claimOn(clear, ['((s: S) => s.n) as never'])).not.toContain('as never')
  })

  it('does not end with options that begin behind it', () => {
    expect(claimOn(clear, [".invariant('x', s => s.n === 0, {"])).toMatch(/s =&gt; s\.n === 0 /)
    expect(claimOn(clear, [".invariant('x', s => s.n === 0, {"])).not.toContain('0,')
  })
})

describe('in a browser, the page', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser?.close())

  it('has a picture whose prose stays inside its box, in the available fonts', async () => {
    const { page } = await open(browser, witnessToLanes(clear), { kind: 'svg' })
    const tooLong = await page.evaluate(`
      (() => {
        const { x, y, width, height } = document.querySelector('rect.panel').getBBox()
        const sentences = [...document.querySelectorAll('text.prose')].map(text => [text.textContent, text.getBBox()])
        const inside = sentences.filter(([, box]) => box.y > y && box.y < y + height)
        if (inside.length === 0) return ['nothing']
        return inside.filter(([, box]) => box.x + box.width > x + width - 10).map(([content]) => content)
      })()`)
    expect(tooLong).toEqual([])
  })

  it('opens at the step that breaks the claim, and tells its story first', async () => {
    const { page, complaints } = await open(browser, witnessToHtml(clear))
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('no store to an unmapped address')
    expect(await page.getByRole('heading', { level: 2, name: 'What raced' }).count()).toBe(1)
    expect(await lines(page, '.story p')).toEqual([
      "dax_clear found ranges = range #0 in kmap: list_for_each_entry_rcu (step 5), and then found the driver's mapping (areas[0].mapped) = true and changed its count from 2 to 1 in clear_page (step 7).",
      'unbind set ranges to none in list_del_rcu (step 11), and then added 0 to the readers that the grace period waits for (tasks[1].gp_waits_for, bookkeeping) in synchronize_rcu (step 13).',
      'dax_clear took 0 out of the readers that the grace period waits for (tasks[1].gp_waits_for, bookkeeping) and broke a rule: it sleeps in a reader in cond_resched (step 14).',
      `So unbind found the readers that the grace period waits for (tasks[1].gp_waits_for, bookkeeping) = [] and did not wait in wait_rcu_gp (step 15), and so set the driver's mapping (areas[0].mapped) to false in memunmap (step 18).`,
      "So dax_clear still went by ranges = range #0 (read at step 5), looked at the driver's mapping (areas[0].mapped) again, found false and broke a rule: it stores to an unmapped address in clear_page (step 19).",
      'This run broke another claim before: "a grace period covers its readers" (step 15).',
    ])
    expect(await lines(page, '.ways-out p')).toEqual([
      'With repairD2 = true (cond_resched() only outside the mapped section), clear_page (step 7) would have led back to clear_page, so wait_rcu_gp (step 15) would have found the readers that the grace period waits for (tasks[1].gp_waits_for, bookkeeping) = [0] and waited, and the same schedule keeps the claim.',
    ])
    await expect.poll(() => selected(page)).toBe('Step 19 of 19 clear_page')
    expect(await page.locator('.cells > .tree').innerText()).toContain('rcu_read_lock_nesting')
    expect(complaints).toEqual([])
  })

  it('is operated by keys, and stores the step in its URL', async () => {
    const { page, complaints } = await open(browser, witnessToHtml(clear))
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key)
      return selected(page)
    }
    expect(await press('Home')).toBe('The initial state')
    expect(await press('ArrowUp')).toBe('The initial state')
    expect(await press('j', 'j', 'ArrowDown', 'k')).toBe('Step 2 of 19 bdev_direct_access')
    expect(new URL(page.url()).hash).toBe('#step-2')
    expect(await press('j', 'j', 'j', 'j', 'j', 'l')).toBe('Step 14 of 19 cond_resched')
    expect(await press('ArrowLeft', 'l')).toBe('Step 14 of 19 cond_resched')
    expect(await press('End')).toBe('no store to an unmapped address')
    expect(await page.locator('.detail .reads').first().innerText()).toContain('tasks[0].broke')
    expect(await page.locator('[aria-live]').textContent()).toBe('The claim, at the end')
    expect(complaints).toEqual([])
  })

  it('is operated by clicks and links, and Back returns to the place of a link', async () => {
    const { page, complaints } = await open(browser, witnessToHtml(clear), { fragment: 'step-13' })
    await expect.poll(() => selected(page)).toBe('Step 13 of 19 synchronize_rcu')
    await page.locator('.story').getByRole('link', { name: 'step 18' }).click()
    await expect.poll(() => selected(page)).toBe('Step 18 of 19 memunmap')
    await page.goBack()
    await expect.poll(() => selected(page)).toBe('Step 13 of 19 synchronize_rcu')
    // Anywhere in the row.
    await page.keyboard.press('f')
    await page.locator('tr[data-position="5"] .box').click({ position: { x: 60, y: 30 } })
    await expect.poll(() => selected(page)).toBe('Step 5 of 19 kmap: list_for_each_entry_rcu')
    await page.getByRole('button', { name: 'Next' }).click()
    await expect.poll(() => selected(page)).toBe('Step 6 of 19 kmap: pfn within kmap->res')
    expect(complaints).toEqual([])
  })

  it('shows the writers of a value: by click, with all its values, and by [ and ] from write to write', async () => {
    const { page, complaints } = await open(browser, witnessToHtml(clear))
    await page.locator('.reads').getByRole('button', { name: 'areas[0].mapped = false' }).click()
    const history = page.getByRole('region', { name: 'Who wrote areas[0].mapped?' })
    expect(await history.getByRole('listitem').allInnerTexts()).toEqual([
      'true at the beginning',
      'false by step 18, unbind 0: memunmap (the value here)',
    ])
    await history.getByRole('link', { name: 'step 18' }).click()
    await expect.poll(() => selected(page)).toBe('Step 18 of 19 memunmap')
    expect(await page.locator('.cells > .tree').innerText()).toMatch(/changed\s+mapped\s+true\s+→\s+false/)
    await page.keyboard.press('[')
    await expect.poll(() => selected(page)).toBe('The initial state')
    await page.keyboard.press(']')
    await expect.poll(() => selected(page)).toBe('Step 18 of 19 memunmap')
    await page.keyboard.press('Escape')
    expect(await history.count()).toBe(0)
    expect(complaints).toEqual([])
  })

  it('explains why a step could not be taken, and links to the step that blocked it', async () => {
    const { page, complaints } = await open(browser, witnessToHtml(clear), { fragment: 'step-14' })
    const blocked = page.locator('.others li.blocked')
    expect(await lines(page, '.others li.blocked p, .others li.blocked .cell')).toContain('because it read')
    expect(await blocked.innerText()).toMatch(/blocked\s+unbind 0 at wait_rcu_gp\s+because it read/)
    expect(await blocked.innerText()).toContain('tasks[1].gp_waits_for = [0]')
    expect(await page.locator('tr[data-position="14"] .waits').textContent()).toBe('waits at wait_rcu_gp')
    await blocked.getByRole('link', { name: 'step 13, unbind 0: synchronize_rcu' }).click()
    await expect.poll(() => selected(page)).toBe('Step 13 of 19 synchronize_rcu')
    expect(await page.locator('.others').innerText()).toMatch(/possible\s+dax_clear 0: cond_resched/)
    expect(complaints).toEqual([])
  })

  it('shows only the causal chain when asked to, and walks along it', async () => {
    const { page } = await open(browser, witnessToHtml(clear), { fragment: 'step-10' })
    const rows = page.locator('.lanes tbody tr')
    await page.keyboard.press('f')
    expect(await rows.count()).toBe(21)
    await page.getByLabel('only the causal chain').check()
    expect(await rows.count()).toBe(20)
    await page.keyboard.press('j')
    await expect.poll(() => selected(page)).toBe('Step 11 of 19 list_del_rcu')
    await page.keyboard.press('m')
    expect(await rows.count()).toBe(21)
  })

  it('folds what the story leaves out, opens it on request, and has the whole story in view', async () => {
    const { page } = await open(browser, witnessToHtml(clear), { viewport: { width: 1400, height: 1000 } })
    const shown = () =>
      texts(page, `[...document.querySelectorAll('.lanes tbody tr:not(.folded)')].map(row => row.dataset.position)`)
    expect(await shown()).toEqual(['0', '5', '6', '7', '11', '12', '13', '14', '15', '18', '19', '20'])
    for (const step of [5, 7, 11, 13, 14, 15, 18, 19])
      expect(await isInView(page, `tr[data-position="${step}"]`), `step ${step}`).toBe(true)
    const cut = `[...document.querySelectorAll('.heading *')].filter(one => one.clientHeight > 0 && one.scrollHeight > one.clientHeight + 1).length`
    expect(await page.evaluate<number>(cut), 'nothing in the heading has to be scrolled').toBe(0)
    expect(await page.evaluate<boolean>('document.documentElement.scrollHeight <= innerHeight')).toBe(true)
    await page.locator('.folded button').first().click()
    expect(await shown()).toEqual([
      '0',
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '11',
      '12',
      '13',
      '14',
      '15',
      '18',
      '19',
      '20',
    ])
    await page.getByLabel('fold what the story leaves out').uncheck()
    expect(await shown()).toHaveLength(21)
  })

  it('says in the lane why a process waits, when its hatch is clicked', async () => {
    const { page } = await open(browser, witnessToHtml(clear), { fragment: 'step-14' })
    await page.locator('tr[data-position="14"] .waits button').click()
    expect(await lines(page, 'tr[data-position="14"] .waits p')).toEqual([
      'blocked, because it read tasks[1].gp_waits_for = [0] step 13, unbind 0: synchronize_rcu',
    ])
  })

  it('cuts no label and lets no bar cover a box', async () => {
    const { page } = await open(browser, witnessToHtml(clear))
    await page.keyboard.press('f')
    const wrong = await page.evaluate(`(() => {
      const cut = [...document.querySelectorAll('.lanes .box a')].filter(a => a.scrollWidth > a.clientWidth + 1)
      const bars = [...document.querySelectorAll('.lanes .bar')].map(bar => bar.getBoundingClientRect())
      const covered = [...document.querySelectorAll('.lanes .box')].filter(box => {
        const { left, right, top, bottom } = box.getBoundingClientRect()
        return bars.some(bar => bar.left < right && left < bar.right && bar.top < bottom && top < bar.bottom)
      })
      return [cut.length, covered.length, bars.length]
    })()`)
    expect(wrong).toEqual([0, 0, 5])
  })

  it('filters the cells by name and by whether they changed', async () => {
    const { page } = await open(browser, witnessToHtml(clear))
    const cells = page.locator('.cells .tree .cell')
    expect(await cells.count()).toBe(5)
    await page.keyboard.press('/')
    await page.keyboard.type('KMAPS[0].r')
    expect(await cells.allInnerTexts()).toEqual(['resFreed false'])
    expect(await page.locator('.cells .count').innerText()).toBe('1 of 58 cells')
  })

  it('lists its keys', async () => {
    const { page } = await open(browser, witnessToHtml(clear))
    await page.keyboard.press('?')
    expect(await page.getByRole('dialog').innerText()).toContain('the next step of the same process')
    await page.keyboard.press('Escape')
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  it('is usable without a mouse: the selected row and each value are tab stops', async () => {
    const { page } = await open(browser, witnessToHtml(clear))
    const focused: string[] = []
    const isAt = (wanted: string) => focused.some(text => text.includes(wanted))
    while (!isAt('tasks[1].gp_must_cover') && focused.length < 60) {
      await page.keyboard.press('Tab')
      focused.push((await page.locator('a:focus, button:focus').allInnerTexts()).join())
    }
    expect(isAt('clear_page')).toBe(true)
    expect(isAt('bdev_direct_access')).toBe(false)
    await page.keyboard.press('Enter')
    expect(await page.locator('.history').innerText()).toContain('by step 15, unbind 0: wait_rcu_gp')
  })

  it.each([
    { title: 'light', colorScheme: 'light', width: 1400 },
    { title: 'dark', colorScheme: 'dark', width: 1400 },
    { title: 'light, on a phone', colorScheme: 'light', width: 390 },
    { title: 'dark, on a phone', colorScheme: 'dark', width: 390 },
  ] as const)('has nothing that an accessibility check objects to: $title', async ({ colorScheme, width }) => {
    const options = { colorScheme, viewport: { width, height: 844 }, reducedMotion: 'reduce' } as const
    const { page, url } = await open(browser, witnessToHtml(clear), options)
    expect(await violations(page)).toEqual([])
    await page.goto(`${url}#step-14`)
    await page.locator('.cells .cell').first().click()
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  })

  it('has nothing in the heading that is scrolled by itself on a phone', async () => {
    const { page } = await open(browser, witnessToHtml(clear), { viewport: { width: 390, height: 844 } })
    const scrolled = `[...document.querySelectorAll('.heading, .heading *')].filter(one => one.clientHeight > 0 && one.scrollHeight > one.clientHeight + 1).map(one => one.className)`
    expect(await page.evaluate<string[]>(scrolled)).toEqual([])
    expect(await page.evaluate<boolean>(`document.querySelector('.heading').offsetHeight > innerHeight / 2`)).toBe(true)
  })

  it('marks where a loop begins and where it leads back, with all its steps between', async () => {
    const { page, complaints } = await open(browser, witnessToHtml(overtaken))
    const { loop, steps } = overtaken
    const begins = page.locator('.lanes tr.begins')
    expect(await begins.innerText()).toContain(
      `the loop begins here: steps ${(loop?.from ?? 0) + 1} to ${steps.length} repeat forever`,
    )
    const first = (loop?.from ?? 0) + 1
    const script = `[...document.querySelectorAll('.lanes tr.round[data-position]')].map(row => row.dataset.position)`
    const inLoop = Array.from({ length: steps.length + 2 - first }, (_, i) => String(first + i))
    expect(await texts(page, script)).toEqual(inLoop)
    const next = `document.querySelector('.lanes tr.begins').nextElementSibling.dataset.position`
    expect(await page.evaluate<string>(next)).toBe(String(first))
    expect(await page.locator('.lanes tr.claim').innerText()).toContain(`and back to step ${first}, forever`)
    const [fairness, constant] = await lines(page, '.aside .ways-out p')
    expect(fairness).toBe("The claim holds if 'process' is strongly fair.")
    expect(constant).toContain('so the run could not go round as it does')
    expect(complaints).toEqual([])
  })

  it('has the whole run without scripting, and on paper', async () => {
    const { page } = await open(browser, witnessToHtml(clear), { javaScriptEnabled: false })
    expect(await page.locator('#listing tbody').first().locator('tr').count()).toBe(19)
    expect(await page.locator('#step-19').innerText()).toContain('areas[0].mapped = false')
    expect(await page.locator('#listing').innerText()).toContain('unbind 0 at wait_rcu_gp, after step 13')
    const scripted = await open(browser, witnessToHtml(clear))
    expect(await scripted.page.locator('#listing').isVisible()).toBe(false)
    await scripted.page.emulateMedia({ media: 'print' })
    expect(await scripted.page.locator('#listing').isVisible()).toBe(true)
    expect(await scripted.page.locator('#view').isVisible()).toBe(false)
    expect(await violations(scripted.page)).toEqual([])
  })

  it('shows markup and script in a model as text', async () => {
    const { page, complaints } = await open(browser, witnessToHtml(hostile))
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(attack)
    expect(await page.locator('#view').innerText()).toContain(attack)
    expect(await page.locator('img').count()).toBe(0)
    await page.locator('.cells .cell').first().click()
    await page.keyboard.press('End')
    expect(await page.locator('#view').innerText()).toContain('\\u2028')
    expect(complaints).toEqual([])
  })

  it('forbids all other scripts and everything external', async () => {
    const extra = '<script>document.title = "taken"</script><img src="http://127.0.0.1:9/x.png">'
    const { page, complaints } = await open(browser, witnessToHtml(clear).replace('</main>', `</main>${extra}`))
    expect(await page.title()).toContain('no store to an unmapped address')
    expect(await page.locator('.lanes').isVisible()).toBe(true)
    expect(complaints.filter(text => text.includes('Content Security Policy'))).toHaveLength(2)
  })

  it('shows every witness without an error', async () => {
    const witnesses = [
      await find(queue),
      await find(philosophers),
      await find(counting, { set: { to: 0 } }),
      ...fc.sample(anyWitness, { numRuns: 5, seed: 5 }),
    ]
    for (const witness of witnesses) {
      const { page, complaints } = await open(browser, witnessToHtml(witness))
      await page.keyboard.press('c')
      for (const key of ['Home', 'j', 'j', 'End', 'k', 'h']) await page.keyboard.press(key)
      expect(await page.locator('.lanes tbody tr[data-position]:not(.stuck)').count()).toBe(witness.steps.length + 2)
      expect(complaints).toEqual([])
      await page.close()
    }
  })

  it('stays small for a run of 300 steps over 100 cells: only the selected state is rendered', async () => {
    const { page, complaints } = await open(browser, witnessToHtml(large), { fragment: 'step-299' })
    await page.keyboard.press('f')
    expect(await page.locator('.lanes tbody tr:not(.stuck)').count()).toBe(302)
    // The time that it takes goes by the elements that the browser has to lay out.
    expect(await page.evaluate<number>('document.querySelectorAll("#view *").length')).toBeLessThan(5000)
    expect(complaints).toEqual([])
  })
})

/** Whether an element is seen whole without scrolling. */
async function isInView(page: Page, selector: string): Promise<boolean> {
  const { top, bottom } = await page.evaluate<{ top: number; bottom: number }>(
    `document.querySelector('${selector}').getBoundingClientRect().toJSON()`,
  )
  return top >= 0 && bottom <= (page.viewportSize()?.height ?? 0)
}

function texts(page: Page, script: string): Promise<string[]> {
  return page.evaluate<string[]>(script)
}

async function lines(page: Page, selector: string): Promise<string[]> {
  return (await page.locator(selector).allInnerTexts()).map(text => text.replace(/\s+/g, ' ').trim())
}

async function selected(page: Page): Promise<string> {
  return (await lines(page, '.detail h2')).join()
}

/** What axe objects to, as far as it can be sure. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const found = (await page.evaluate('axe.run()')) as axe.AxeResults
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  )
}
