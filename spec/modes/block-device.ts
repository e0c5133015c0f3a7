import { alike, expectations } from 'interleave-checker'
import { pmemLifetime } from '../../models/drivers/pmem-lifetime.ts'
import { eachConfig } from '../../models/kernel/config.ts'
import { EIO } from '../../models/kernel/errno.ts'

/**
 * The claims by name; the numbers are those of the analysis of the series.
 *
 * Checks `models/mappers/dax-clear-once.ts` and `models/drivers/block-device.ts`.
 */
const claim = {
  store: 'no store to an unmapped address', // I2
  driverData: 'no read of freed driver data', // I6
  writes: 'a write by a bio completes',
  refused: 'a write by a bio returns -EIO',
  unbinds: 'unbind completes',
} as const

const bios = { dax: 0, bios: 1 }
/** After v5 no range is registered any more. */
const pages = { ...bios, version: 'V0', by: 'rw_page', repairX14: true } as const

/**
 * The first access mode of the cover letter: the device as a block device, by bios. Exhaustive for one bio, up to 140 states,
 * and for two, 706; 'VM' holds for seven as well (`--set bios=7`), in 10,085,488 (48,240,715 transitions, depth 59).
 *
 * Neither 4.2 nor v5 protects it (X14), in any configuration, since a bio is never an RCU reader; later versions do, by a
 * reference of the queue. September and October leave out ->rw_page(), by which readahead and swap hand over a page without a
 * bio: bdev_read_page() and bdev_write_page() take the reference since Linux 4.4. The base is that of `pmem-lifetime`, a DAX
 * user, which satisfies these two claims no better.
 */
const spec = pmemLifetime
  // The later owner of the frame is covered by pmem-lifetime.
  .without('what is reached belongs to the owner that gave the frame out')

  .reachable(claim.writes, s => s.bio.some(b => b.rc === 0 && b.pc === 'done'))
  .reachable(claim.refused, s => s.bio.some(b => b.rc === -EIO))
  .reachable(claim.unbinds, s => !s.disk.bound)

  .variants({ 'V0 and V5': bios }, eachConfig)
  .variant('V5d', { ...bios, repairX2: true, repairX3: true })
  .variant('VM', { ...bios, repairX14: true })
  .variant('VM, two bios', { dax: 0, bios: 2, repairX14: true })
  .variant('VS or VO, a page without a bio', pages)
  .variant('VM, a page without a bio', { ...pages, repairsRwPage: true })

export default spec

export const expected = expectations(spec, {
  base: {
    fails: { [claim.driverData]: 17, [claim.writes]: 'never', [claim.refused]: 'never' },
    census: [295, 488, 28],
  },
  ...alike(['V0 and V5, NP', 'V0 and V5, NPC', 'V0 and V5, PRE', 'V5d'], {
    fails: { [claim.store]: 16, [claim.driverData]: 17, [claim.refused]: 'never' },
    census: [140, 225, 23],
  }),
  VM: { census: [112, 163, 23] },
  'VM, two bios': { census: [706, 1393, 29] },
  'VS or VO, a page without a bio': {
    fails: { [claim.store]: 9, [claim.driverData]: 10, [claim.refused]: 'never' },
    census: [91, 141, 16],
  },
  'VM, a page without a bio': { census: [70, 100, 16] },
})
