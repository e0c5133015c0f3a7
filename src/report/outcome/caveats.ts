import type { Outcome } from '../../outcome/outcome.ts'
import { harmless } from '../text/value.ts'

/** What every ✓ of an outcome rests on, to be read after `holds`: that a view tells states apart, and what the model says. */
export function restsOn({ caveat, reduction }: Outcome): string | undefined {
  const parts = [...(reduction?.by === 'view' ? ['given the view'] : []), ...(caveat === undefined ? [] : [caveat])]
  return parts.length === 0 ? undefined : parts.join(', ')
}

/** What the verdicts of many settings rest on, each once: `under sequential consistency`. */
export function caveatsOf(settings: readonly { readonly caveat?: string | undefined }[]): string[] {
  return [...new Set(settings.flatMap(({ caveat }) => (caveat === undefined ? [] : [caveat])))]
}

/** The same as lines of text. */
export function caveatLines(settings: readonly { readonly caveat?: string | undefined }[]): string[] {
  return caveatsOf(settings).map(caveat => `✓ holds ${harmless(caveat)}`)
}
