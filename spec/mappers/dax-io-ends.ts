import { expectations } from 'interleave-checker'
import { eachConfig } from '../../models/kernel/config.ts'
import { leaves } from '../../models/kernel/leaves.ts'
import { daxIo } from '../../models/mappers/dax-io.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  unbinds: 'unbinding ends', // L1
  gracePeriod: 'a grace period ends', // L2
  unmaps: 'what is mapped is unmapped', // L3
  ends: 'a call ends', // L4
} as const

/** One page, from its first byte to its second. */
const small = { pages: 1, starts: [0], ends: [2] }
const v5a = { ...small, repairD3: true, repairD4: true }
const v5b = { ...v5a, repairD1: true }
const v5c = { ...v5b, repairD5: true }

/**
 * Whether calls of dax_io() end, release their mappings, and let unbinding end, if all processes are weakly fair and memory
 * is not short forever. They do in every version except October, where a copy through a stale mapping oopses while holding a
 * reference to the queue, and unbinding waits for it (X22).
 *
 * So D1 to D5 never prevent a call from ending: it ends with a wrong result, as `dax-io.ts` claims. `unbind-ends.ts` claims
 * how long it may delay unbinding.
 *
 * Exhaustive for one call on one page, at most 5,277 states, and on two as posted (the base), 17,800; V5c on two pages
 * (`--variant 'V5c, NP' --set pages=2 --set ends=[4]`) holds in 16,801 (37,077 transitions, depth 54).
 *
 * Checks `models/mappers/dax-io.ts`.
 */
const spec = daxIo
  // The wrong results of calls are claimed by dax-io.
  .without(
    'a grace period covers its readers',
    'a look-up finds only mapped addresses',
    'each address used was given by a look-up',
    'no load from an unmapped address',
    'no read of a freed kmap record',
    'no sleep in an RCU reader',
    'no store to an unmapped address',
    'unmap gets the address that was mapped',
  )
  .fair({ weak: ['dax_io', 'unbind'] })
  .leadsTo(
    claim.unbinds,
    (_s, me) => me.pc !== 'device_release_driver',
    (_s, me) => me.pc === 'done',
    { of: 'unbind' },
  )
  .leadsTo(claim.gracePeriod, ...leaves('wait_rcu_gp'), { of: 'unbind' })
  .leadsTo(
    claim.unmaps,
    (s, me) => s.tasks[me.task]!.maps.length > 0,
    (s, me) => s.tasks[me.task]!.maps.length === 0,
    { of: 'dax_io' },
  )
  .leadsTo(
    claim.ends,
    (_s, me) => me.pc !== 'dax_do_io',
    (_s, me) => me.pc === 'done',
    { of: 'dax_io' },
  )

  // V5 under NP is the base.
  .variants({ V5a: v5a, V5b: v5b, V5c: v5c }, eachConfig)
  .variants({
    'V0 or V4': { ...v5a, version: 'V0' },
    VS: { ...v5a, version: 'VS' },
    VO: { ...v5a, version: 'VO' },
    VM: { ...v5a, version: 'VM', repairX5: true, returnsEfault: true },
  })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: ['V5c, NP', 'V5c, NPC', 'V5c, PRE'], census: [5277, 11762, 44] },
      { where: ['VS', 'VM'], census: [1462, 3409, 27] },
    ],
  },
  {
    base: { census: [17800, 44422, 39] },
    'V5a, NP': { census: [3998, 9264, 39] },
    'V5a, NPC': { census: [3836, 8970, 38] },
    'V5a, PRE': { census: [3581, 8559, 38] },
    'V5b, NP': { census: [3464, 8166, 37] },
    'V5b, NPC': { census: [3266, 7827, 36] },
    'V5b, PRE': { census: [3125, 7599, 36] },
    'V0 or V4': { census: [1641, 3718, 24] },
    VO: { fails: { unbinds: [16, 0], 'no deadlock': 16 }, census: [3567, 7834, 33] },
  },
)
