import { serve } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import { ModelError, messageOf, UsageError } from '../base/errors.ts'
import { grouped } from '../base/grouped.ts'
import { guardHeaders, newToken, sameOrigin, withToken } from './guard.ts'
import { pageFiles, pageText } from './page-files.ts'
import { overlookRejectionsOfPredicates } from './predicate.ts'
import { type Explored, Session } from './session.ts'

/** A running explorer. */
export interface Explorer {
  /** The address of the page: anyone who knows it can drive the explorer. */
  readonly url: string
  /** Shows a later version of the model in the pages that are open; each keeps its walk as far as it still exists. */
  replace(subject: Explored): void
  /** Says in the pages why a later version cannot be shown. */
  stay(problem: string): void
  close(): Promise<void>
}

/** The limit on the steps of a walk, since each request walks from the beginning. */
const maxSteps = 10_000
const maxBytes = 1 << 20

const way = v.object({
  variant: v.nullable(v.string()),
  start: v.pipe(v.number(), v.integer(), v.minValue(0)),
  steps: v.pipe(v.array(v.string()), v.maxLength(maxSteps, `a walk has at most ${grouped(maxSteps)} steps here`)),
})
const walkRequest = v.object({ way, claim: v.optional(v.string()) })
const keepRequest = v.object({ way })
const searchRequest = v.object({ way, predicate: v.string(), where: v.picklist(['from here', 'from the start']) })
const graphRequest = v.object({ variant: v.nullable(v.string()) })

/**
 * Serves the explorer on 127.0.0.1, for this machine's own browser.
 *
 * `port` 0 means any free port. Throws {@link UsageError} `busy-port` if another program listens there.
 */
export async function startExplorerServer(subject: Explored, port: number): Promise<Explorer> {
  const session = new Session(subject)
  const token = newToken()
  let ownPort = port
  const app = application(session, token, () => ownPort)
  overlookRejectionsOfPredicates()
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, ({ port: given }) => {
      ownPort = given
      resolve({
        url: `http://127.0.0.1:${given}/${token}/`,
        replace: later => session.replace(later),
        stay: problem => session.stay(problem),
        close: () => closing(server),
      })
    })
    server.on('error', error => reject(explained(error, port)))
  })
}

function application(session: Session, token: string, port: () => number): Hono {
  const app = new Hono()
  app.use(guardHeaders, sameOrigin(port), withToken(token), bodyLimit({ maxSize: maxBytes, onError: tooLong }))
  const page = app.basePath(`/${token}`)
  // The address as printed; the relative paths of the page's files start from it.
  app.get(`/${token}/`, context => context.html(pageText))
  for (const { path, type, read } of pageFiles) {
    page.get(`/${path}`, context => context.body(read(), 200, { 'content-type': type }))
  }
  const api = page.basePath('/api')
  api.get('/welcome', context => context.json(session.welcome()))
  api.get('/version', context => context.json(session.version))
  api.post('/keep', async context => {
    const { way } = v.parse(keepRequest, await context.req.json())
    return context.json(session.keep(way))
  })
  api.post('/walk', async context => {
    const { way, claim } = v.parse(walkRequest, await context.req.json())
    return context.json(session.walk(way, claim))
  })
  api.post('/search', async context => {
    const { way, predicate, where } = v.parse(searchRequest, await context.req.json())
    return context.json(await session.search(way, predicate, where, context.req.raw.signal))
  })
  api.post('/graph', async context => {
    const { variant } = v.parse(graphRequest, await context.req.json())
    return context.json(await session.graph(variant, context.req.raw.signal))
  })
  app.onError((error, context) => {
    const isFaultOfRequest = error instanceof UsageError || error instanceof v.ValiError || error instanceof SyntaxError
    const status = isFaultOfRequest ? 400 : error instanceof ModelError ? 422 : 500
    return context.json({ error: messageOf(error) }, status)
  })
  return app
}

function tooLong(context: Context): Response {
  return context.json({ error: 'the request is longer than 1 MB. Walk fewer steps.' }, 413)
}

function explained(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') return error
  const why = error.code === 'EACCES' ? 'is not permitted' : 'is in use'
  return new UsageError(
    'busy-port',
    `port ${port} ${why}. Choose another with --port, or leave --port out to use any free port.`,
  )
}

function closing(server: ReturnType<typeof serve>): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
}
