/**
 * Access control: only the page that this server served may drive the explorer.
 *
 * The server evaluates conditions typed into its page, so no other site open in the browser may reach it. The Host
 * header must be the server's own name (otherwise a site could point its own name at this machine: DNS rebinding), and
 * a request must not come from another origin. Other users of this machine can also reach the port, so every path
 * begins with a secret token. It is only in the address that is printed where the server was started.
 */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'

export function newToken(): string {
  return randomBytes(24).toString('base64url')
}

/** Rejects requests that do not name this server and its port, or that come from another origin. */
export function sameOrigin(port: () => number): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host') ?? ''
    const origin = context.req.header('origin')
    const own = ['127.0.0.1', 'localhost'].map(name => `${name}:${port()}`)
    const isOwn = own.includes(host) && (origin === undefined || origin === `http://${host}`)
    if (!isOwn) return context.json({ error: 'This explorer only accepts requests from its own page.' }, 403)
    return next()
  }
}

/** Rejects requests whose path does not start with the token. */
export function withToken(token: string): MiddlewareHandler {
  const expected = digest(token)
  return async (context, next) => {
    const [, given = ''] = context.req.path.split('/')
    // Digests are compared, so neither time nor length reveals how close a guess is.
    if (timingSafeEqual(digest(given), expected)) return next()
    return context.json(
      { error: "This is not the address of the explorer. Open the one that 'interleave explore' printed last." },
      403,
    )
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
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

/** Headers that keep strings of a model from becoming scripts, and other sites from embedding the page. */
export const guardHeaders: MiddlewareHandler = async (context, next) => {
  await next()
  context.header('content-security-policy', policy)
  context.header('x-content-type-options', 'nosniff')
  context.header('referrer-policy', 'no-referrer')
  context.header('cross-origin-resource-policy', 'same-origin')
  context.header('cross-origin-opener-policy', 'same-origin')
  context.header('cache-control', 'no-store')
}
