import { expectations } from 'interleave-checker'
import { isOffered, kernelBuild } from '../../models/drivers/kernel-build.ts'

const claim = {
  offered: 'DAX is offered with each driver that has it',
  compiles: 'what is configured compiles',
  bit: 'PFN_DEV is a bit where a driver marks frames with it',
  brd: 'brd is built with DAX, and without a driver of frames without pages',
  pmem: 'pmem is built with DAX',
  sample: 'the sample of kfifo is built',
} as const

const repaired = { repairX17: true, repairX18: true }

/**
 * What can be configured, and whether it compiles.
 *
 * FS_DAX depends on KMAP_PFN, which has no prompt, and which brd does not select. So who turns on brd alone is not offered
 * DAX (X18, in one step), and no configuration has DAX for brd without another driver. The sample of kfifo names a member
 * that `__pfn_t` does not have (X17). With neither, a driver that does not select KMAP_PFN marks its frames with a PFN_DEV
 * that is 0, and still compiles (X26).
 *
 * Exhaustive: each set of options that can be chosen, in at most 104 states.
 */
const spec = kernelBuild
  .invariant(claim.offered, (s, c) => {
    const hasDriver = s.config.BLK_DEV_RAM || s.config.BLK_DEV_PMEM
    return !hasDriver || s.config.FS_DAX || isOffered(s.config, 'FS_DAX', c)
  })
  .invariant(claim.compiles, {
    given: s => s.user[0]!.pc === 'done',
    then: s => s.user[0]!.error === null,
  })
  .invariant(claim.bit, {
    given: (s, { version }) => version === 'V5' && s.config.BLK_DEV_PMEM && s.user[0]!.pc === 'done',
    then: s => s.config.KMAP_PFN,
  })
  .reachable(claim.brd, s => isBuilt(s.user) && s.config.BLK_DEV_RAM_DAX && !s.config.BLK_DEV_PMEM)
  .reachable(claim.pmem, s => isBuilt(s.user) && s.config.FS_DAX && s.config.BLK_DEV_PMEM)
  .reachable(claim.sample, s => isBuilt(s.user) && s.config.SAMPLE_KFIFO)

  // The base is v5 as posted.
  .variant('V0', { version: 'V0' })
  .variant('all repaired', repaired)
  .variant('all but X17', { ...repaired, repairX17: false })
  .variant('all but X18', { ...repaired, repairX18: false })
  .variant('all but X26', { ...repaired, driverSelects: false })

function isBuilt([user]: readonly { readonly pc: string; readonly error: string | null }[]): boolean {
  return user!.pc === 'done' && user!.error === null
}

export default spec

export const expected = expectations(
  spec,
  { claims: claim, rules: [] },
  {
    base: { fails: { offered: 1, compiles: 3, brd: 'never', sample: 'never' }, census: [66, 75, 10] },
    V0: { census: [104, 124, 11] },
    'all repaired': { census: [104, 124, 11] },
    'all but X17': { fails: { compiles: 3, sample: 'never' }, census: [94, 114, 10] },
    'all but X18': { fails: { offered: 1, brd: 'never' }, census: [73, 82, 11] },
    'all but X26': { fails: { bit: 4 }, census: [104, 124, 11] },
  },
)
