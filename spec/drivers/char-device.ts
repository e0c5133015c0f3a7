import { expectations } from 'interleave-checker'
import { charDevice } from '../../models/drivers/char-device.ts'
import { nothingIsAllocated } from '../../models/kernel/slab.ts'

const claim = {
  memory: 'no use of freed memory',
  leak: 'nothing is left allocated',
  reads: 'a file is read after the device was removed',
  frees: 'foo is freed in the end',
} as const

/**
 * An example of the kit in another subsystem: a kref that does not count what it should. Files hold foo from ->open() to
 * ->release(), and the cdev in it, by fs/char_dev.c, from before the one until after the other.
 *
 * As written it breaks twice: a file that is being opened finds foo gone (the base), and one that is closed last gives its
 * cdev back in what ->release() has freed ('closed last'). A reference of the cdev to foo repairs both, and with it the
 * driver need not count its files at all ('cdev_set_parent, open takes nothing'). That reference is the cdev's to put.
 *
 * Exhaustive for one file in at most 75 states, and for two in 219.
 */
const spec = charDevice
  .invariant(claim.leak, {
    given: s => s.remove[0]!.pc === 'done' && s.file.every(f => f.pc === 'done' || f.pc === 'chrdev_open: kobj_lookup'),
    then: nothingIsAllocated,
  })
  .reachable(claim.reads, s => s.remove[0]!.pc === 'done' && s.file.some(f => f.pc === 'foo_read'))
  .fair({ weak: ['file', 'remove'] })
  .eventually(claim.frees, nothingIsAllocated)

  // As written, the cdev in foo, is the base.
  .variant('closed last', { opensFirst: true })
  .variant('cdev_set_parent', { setsParent: true })
  .variant('cdev_set_parent, two files', { setsParent: true, files: 2 })
  .variant('cdev_set_parent, closed last', { setsParent: true, opensFirst: true })
  .variant('cdev_set_parent, open takes nothing', { setsParent: true, getsInOpen: false })
  .variant('cdev_set_parent, remove puts it too', { setsParent: true, leavesParent: false })
  .variant('put before cdev_del', { deletesFirst: false })

export default spec

export const expected = expectations(
  spec,
  { claims: claim, rules: [] },
  {
    base: { fails: { memory: 6 }, census: [37, 54, 9] },
    'closed last': { fails: { memory: 9 }, census: [20, 27, 9] },
    cdev_set_parent: { census: [33, 51, 9] },
    'cdev_set_parent, two files': { census: [219, 500, 14] },
    'cdev_set_parent, closed last': { census: [19, 27, 9] },
    'cdev_set_parent, open takes nothing': { census: [33, 51, 9] },
    'cdev_set_parent, remove puts it too': { fails: { memory: 4 }, census: [37, 54, 9] },
    'put before cdev_del': { fails: { memory: 2 }, census: [75, 113, 9] },
  },
)
