import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { tokenHeader } from './guard.ts'

/** A file that the page asks for. */
export interface PageFile {
  readonly path: string
  readonly type: string
  read(): string
}

/** The script and the style of the explorer's page, as the build has bundled them. */
export function pageFiles(): PageFile[] {
  return [
    { path: '/explorer.js', type: 'text/javascript; charset=utf-8', read: () => built('explorer.js') },
    { path: '/explorer.css', type: 'text/css; charset=utf-8', read: () => built('explorer.css') },
  ]
}

/** The page itself, with the token that its requests must carry. */
export function pageText(token: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="${tokenHeader}" content="${token}">
<title>Interleave</title>
<link rel="stylesheet" href="/explorer.css">
<script type="module" src="/explorer.js"></script>
<main id="explorer"></main>
<noscript>The explorer walks the model by script. Allow scripts for this address, or read the .html files that check writes.</noscript>
</html>
`
}

function built(name: string): string {
  return readFileSync(fileURLToPath(new URL(`./page/${name}`, import.meta.url)), 'utf8')
}
