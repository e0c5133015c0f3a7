/** The URL of a walk: it names the steps, so that it can be stored, sent, and read. */

import type { Way } from '../session.ts'

/** `?variant=as+posted&walk=reader.0.enter,reader.1.enter`, relative to the page. */
export function addressOf({ variant, start, steps }: Way): string {
  const query = new URLSearchParams()
  if (variant !== null) query.set('variant', variant)
  if (start > 0) query.set('start', String(start))
  // Links to steps need no further encoding.
  const walk = steps.length === 0 ? '' : `walk=${steps.join(',')}`
  const text = [query.toString(), walk].filter(Boolean).join('&')
  return text === '' ? './' : `?${text}`
}

/** The walk in a URL; undefined if there is none. */
export function wayIn(search: string): Way | undefined {
  const query = new URLSearchParams(search)
  if (![...query.keys()].some(key => ['variant', 'start', 'walk'].includes(key))) return undefined
  const walk = /[?&]walk=([^&]*)/.exec(search)?.[1] ?? ''
  const start = Number(query.get('start') ?? 0)
  return {
    variant: query.get('variant'),
    start: Number.isInteger(start) && start >= 0 ? start : 0,
    steps: walk === '' ? [] : walk.split(','),
  }
}
