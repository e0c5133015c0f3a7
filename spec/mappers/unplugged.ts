import { expectations } from 'interleave-checker'
import { eachConfig } from '../../models/kernel/config.ts'
import { withOthers } from '../../models/kernel/others.ts'
import { daxFault } from '../../models/mappers/dax-fault.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  unplugged: 'an unplugged frame is eventually unmapped', // L6
  ends: 'unplugging ends', // L1
} as const

/** After unbinding, the frames are removed from the machine. */
const repaired = { repairX2: true, repairD9: true } as const

/**
 * Whether a frame that is removed from the machine is eventually unmapped. No task is obliged to unmap it, so the kernel has
 * to, and no version up to Linux 4.5 does (D9). If unbinding does, with the lock of the mapping held, no PTE exists from
 * then on, whatever faults do; without that lock, a fault in progress makes its PTE afterwards.
 *
 * Other processes run forever here, so no task unmaps anything merely because it is the last that can move.
 *
 * Exhaustive for one task and one page, at most 1,033 states; with two (`--variant 'D9 repaired, NP' --set faults=2`) it holds
 * in 43,955 (162,965 transitions, depth 52).
 *
 * Checks `models/mappers/dax-fault.ts`.
 */
const spec = daxFault
  .extend(withOthers)
  // Defects of the fault itself are claimed by dax-fault.
  .without(
    'a look-up finds only mapped addresses',
    'no PTE is inserted for a frame that its driver has left',
    'no load from an unmapped address',
    'no read of freed driver data',
    'no store to an unmapped address',
    'no access to an unplugged frame',
  )
  .fair({ weak: ['unbind'] })
  .eventuallyAlways(claim.unplugged, s => s.plugged || s.ptes.every(pte => !pte))
  .leadsTo(
    claim.ends,
    (_s, me) => me.pc !== 'nd_pmem_remove',
    (_s, me) => me.pc === 'done',
    { of: 'unbind', fair: { weak: ['fault', 'unbind'] } },
  )

  // V5c under NP is the base.
  .variant('V5d', { repairX2: true })
  .variants({ 'D9 repaired': repaired }, eachConfig)
  .variant('D9 repaired, nobody locks', { ...repaired, locksMapping: false })
  .variant('V0 or V4', { version: 'V0' })
  .variant('VS', { version: 'VS' })
  .variant('VM', { version: 'VM' })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: ['VS', 'VM'], fails: { unplugged: [20, 1] }, census: [378, 1041, 23] },
      { where: ['D9 repaired, NP', 'D9 repaired, NPC', 'D9 repaired, PRE'], census: [923, 2601, 36] },
    ],
  },
  {
    base: { fails: { unplugged: [31, 1] }, census: [943, 2672, 34] },
    V5d: { fails: { unplugged: [31, 1] }, census: [913, 2570, 34] },
    'D9 repaired, nobody locks': { fails: { unplugged: [34, 1] }, census: [1033, 2911, 37] },
    'V0 or V4': { fails: { unplugged: [17, 1] }, census: [418, 1136, 20] },
  },
)
