import { harmless } from '../text/value.ts'

/** What the verdicts of many settings rest on, each once: `under sequential consistency`. */
export function caveatsOf(settings: readonly { readonly caveat?: string }[]): string[] {
  return [...new Set(settings.flatMap(({ caveat }) => (caveat === undefined ? [] : [caveat])))]
}

/** The same as lines of text. */
export function caveatLines(settings: readonly { readonly caveat?: string }[]): string[] {
  return caveatsOf(settings).map(caveat => `✓ holds ${harmless(caveat)}`)
}
