/** Pages in a real browser: each opened from a file, as a reader opens it, with nothing else to be had. */

import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { temporaryFolder } from '../cli/run-command.ts'

/** Starts the installed Chromium. If there is none, throws an error that says how to install it. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  })
}

function chromiumPath(): string {
  try {
    return execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim()
  } catch {
    throw new Error(
      "there is no 'chromium' to open the pages with. Install it, such as by 'apt-get install chromium', and run the tests again.",
    )
  }
}

/** One for each kind of reader, since starting one takes longer than a page. */
const contexts = new Map<string, Promise<BrowserContext>>()

function contextFor(browser: Browser, options: BrowserContextOptions): Promise<BrowserContext> {
  const key = JSON.stringify(options)
  const known = contexts.get(key) ?? browser.newContext({ viewport: { width: 1400, height: 900 }, ...options })
  contexts.set(key, known)
  return known
}

const folder = temporaryFolder()
let written = 0

/** A page that is open, and what went wrong in it or was asked for outside of it. */
export interface Opened {
  readonly page: Page
  readonly complaints: readonly string[]
  readonly url: string
}

/** Opens HTML or a picture from a file; `fragment` is the part of its URL after the #. */
export async function open(
  browser: Browser,
  content: string,
  {
    fragment = '',
    kind = 'html',
    ...options
  }: BrowserContextOptions & { readonly fragment?: string; readonly kind?: 'html' | 'svg' } = {},
): Promise<Opened> {
  const file = join(folder, `page-${written++}.${kind}`)
  writeFileSync(file, content)
  const url = pathToFileURL(file).href
  const page = await (await contextFor(browser, options)).newPage()
  const complaints: string[] = []
  page.on('console', message => complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(error.message))
  page.on('dialog', dialog => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', request => {
    if (request.url().split('#')[0] !== url) complaints.push(`requests ${request.url()}`)
  })
  await page.goto(fragment === '' ? url : `${url}#${fragment}`)
  return { page, complaints, url }
}
