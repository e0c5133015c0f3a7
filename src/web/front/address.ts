/** The address of a walk: a link to it names its steps, so that it can be kept, sent, and read. */

import type { Way } from '../session.ts'

/** `?variant=as+posted&walk=reader.0.enter,reader.1.enter`, from where the page lies. */
export function addressOf({ variant, start, steps }: Way): string {
  const query = new URLSearchParams()
  if (variant !== null) query.set('variant', variant)
  if (start > 0) query.set('start', String(start))
  // The links to steps are made to stand in an address as they are.
  const walk = steps.length === 0 ? '' : `walk=${steps.join(',')}`
  const text = [query.toString(), walk].filter(Boolean).join('&')
  return text === '' ? './' : `?${text}`
}

/** The walk of an address; undefined where it names none. */
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
