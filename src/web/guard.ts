/**
 * Who may drive the explorer: the page that it served itself, and nobody else.
 *
 * The server runs what is typed into its page, so no other site open in the browser may reach it. The name that it was
 * asked for must be its own (else a site could point its own name at this machine), a request must not come from
 * another origin, and whatever does something must carry the token that stands in the page.
 */

import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'

export const tokenHeader = 'x-interleave-token'

export function newToken(): string {
  return randomBytes(24).toString('base64url')
}

/** Refuses what was not asked for by the name and port of this server, or comes from another origin. */
export function sameOrigin(port: () => number): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host') ?? ''
    const origin = context.req.header('origin')
    const own = ['127.0.0.1', 'localhost'].map(name => `${name}:${port()}`)
    const isOwn = own.includes(host) && (origin === undefined || origin === `http://${host}`)
    if (!isOwn) return context.json({ error: 'This explorer answers only to its own page.' }, 403)
    return next()
  }
}

/** Refuses what does not carry the token. */
export function withToken(token: string): MiddlewareHandler {
  const wanted = Buffer.from(token)
  return async (context, next) => {
    const given = Buffer.from(context.req.header(tokenHeader) ?? '')
    if (given.length === wanted.length && timingSafeEqual(given, wanted)) return next()
    return context.json({ error: 'The page is of an explorer that has ended since. Load it again.' }, 403)
  }
}

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Headers that keep a model's strings from becoming scripts, and other sites from looking in. */
export const guardHeaders: MiddlewareHandler = async (context, next) => {
  await next()
  context.header('content-security-policy', policy)
  context.header('x-content-type-options', 'nosniff')
  context.header('referrer-policy', 'no-referrer')
  context.header('cross-origin-resource-policy', 'same-origin')
  context.header('cross-origin-opener-policy', 'same-origin')
  context.header('cache-control', 'no-store')
}
