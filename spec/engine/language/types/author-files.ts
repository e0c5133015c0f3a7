/** Parts of the files that are compiled by `types.spec.ts`. */

/** The first line of each file. */
export const imports =
  "import { alike, assert, assertHolds, check, choose, errorCodes, expectations, joined, type Model, model, ModelError, oneOf, prefixed, setOf, type SetOf, type StepName, UsageError, type VerdictTable, verdictTable, when } from 'interleave-checker'"

/** A model with something of everything, of which the bad files are small changes. */
export const lamps = `
export const lamps = model('lamps', { count: 2, dimmed: true, mode: 'np' as 'np' | 'npc' })
  .shared(c => ({ on: Array<boolean>(c.count).fill(false), owner: null as number | null, level: 0 }))
  .process('switch', {
    count: c => c.count,
    locals: (c, id) => ({ presses: 0, mine: [id] }),
    steps: {
      wait: s => { when(s.owner === null) },
      press: (s, me, c) => {
        s.on[me.id] = true
        me.presses++
        if (c.mode === 'npc') return 'wait'
      },
    },
    mayRest: ['wait'],
  })
  .variant('dark', { dimmed: false })
`

/** A small verdict table. */
export const tables = `
const table = verdictTable({ title: 't', columns: { v1: '', v2: '' }, rows: { safe: '', live: '' }, defects: { D1: '' } })
`

/** A model whose process is a list of blocks: its own, one of a procedure, and one that is made of two. */
export const printers = `
interface Busy { busy: number | null }
const lock = { acquire: (s: Busy, me: { readonly id: number }) => { when(s.busy === null); s.busy = me.id } }
const unlock = (next: 'wait') => ({ release: (s: Busy) => { s.busy = null; return next } })
export const printers = model('printers', { count: 2 })
  .shared(() => ({ busy: null as number | null, pages: 0 }))
  .process('printer', {
    count: c => c.count,
    locals: () => ({ page: 0 }),
    steps: [
      { wait: (s, me) => { when(s.pages > 0); me.page = s.pages } },
      lock,
      joined({ print: (s: { pages: number }) => { s.pages-- } }, unlock('wait')),
    ],
    mayRest: ['wait'],
  })
  .action('order', s => { s.pages++ })
`

/** Written as a value, since the command takes a file with such a line for a spec. */
export const exportDefault = 'export default'
