/** The requests of the page to its server. */

import type { Walk } from '../../witness/walk.ts'
import type { FoundWay, GraphDrawn, Kept, Version, Way, Welcome } from '../session.ts'

export type Where = 'from here' | 'from the start'

export function welcome(): Promise<Welcome> {
  return request<Welcome>('api/welcome')
}

export function version(): Promise<Version> {
  return request<Version>('api/version')
}

export function keep(way: Way): Promise<Kept> {
  return request<Kept>('api/keep', { way })
}

export function walkAlong(way: Way, claim: string | undefined): Promise<Walk> {
  return request<Walk>('api/walk', { way, claim })
}

export function search(way: Way, predicate: string, where: Where, signal: AbortSignal): Promise<FoundWay> {
  return request<FoundWay>('api/search', { way, predicate, where }, signal)
}

export function graph(variant: string | null): Promise<GraphDrawn> {
  return request('api/graph', { variant })
}

/** Rejects with an Error that has the server's message, or says that the server does not respond. */
async function request<T>(path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const request: RequestInit = { signal: signal ?? null }
  if (body !== undefined) Object.assign(request, { method: 'POST', body: JSON.stringify(body) })
  const answer = await fetch(path, request).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new Error("the explorer does not respond. If it has ended, start it again with 'interleave explore'.")
  })
  const given = (await answer.json()) as T & { readonly error?: string }
  if (!answer.ok) throw new Error(given.error ?? `the explorer responded with status ${answer.status}`)
  return given
}
