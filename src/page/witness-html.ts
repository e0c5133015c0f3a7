/**
 * A witness as one self-contained page of HTML: it needs no network, server or installation.
 *
 * The page has the run as a table, for paper and for readers without scripting. With scripting, an interactive view
 * replaces the table, made from the same witness, which the page contains as JSON.
 */

import { createHash } from 'node:crypto'
import { headlineOf, titleOf } from '../report/run/story.ts'
import { Html, html, scriptElement } from '../report/text/html.ts'
import { Timeline } from '../ui/timeline.ts'
import { requireWitness } from '../witness/require-witness.ts'
import type { Witness } from '../witness/witness.ts'
import { pageAssets } from './assets.ts'
import { heading } from './heading.ts'
import { jsonForScript } from './json-for-script.ts'
import { listing } from './listing.ts'

/**
 * The page of a witness: HTML that works offline, for stepping through the run. The same witness always gives the same
 * text.
 *
 * No text of a model can become markup or script: texts are escaped, and the content security policy of the page allows
 * only its own script and style, by their hashes.
 *
 * @throws UsageError `not-a-witness`: `witness` is not a witness.
 * @throws InternalError `internal`: the scripts of the page were not built.
 * @since 0.1.0
 */
export function witnessToHtml(witness: Witness): string {
  requireWitness(witness)
  const { script, style } = pageAssets()
  const timeline = new Timeline(witness)
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(script, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${headlineOf(witness)} - ${titleOf(witness)}</title>
<style>${new Html(style)}</style>
${scriptElement(script)}
</head>
<body>
${heading(timeline)}
<main>
<div id="view"></div>
${listing(timeline)}
</main>
${scriptElement(jsonForScript(witness), ' type="application/json" id="witness"')}
</body>
</html>
`.source
}

function policy(script: string, style: string): string {
  return `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'`
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
