import axonram from '../drivers/axonram.ts'
import brd from '../drivers/brd.ts'
import daxLifetime from '../drivers/dax-lifetime.ts'
import dcssblk from '../drivers/dcssblk.ts'
import kfifoDma from '../drivers/kfifo-dma.ts'
import pmemLifetime from '../drivers/pmem-lifetime.ts'
import unbindEnds from '../drivers/unbind-ends.ts'
import unbindLock from '../drivers/unbind-lock.ts'
import type { Series } from '../series.ts'
import { inAll } from './configurations.ts'

/** The drivers, and the lifetimes of their mappings. */
export function placeDrivers(table: Series): Series {
  return [placeAxonram, placeDcssblk, placePmem, placeUnbindLock, placeFollowers, placeOthers].reduce(
    (t, place) => place(t),
    table,
  )
}

/**
 * The same settings for the versions before V5c: their repairs do not concern drivers, and remove no runs of theirs.
 */
function before<const S>(v5c: S): { readonly V5: S; readonly V5a: S; readonly V5b: S; readonly VR: S } {
  return { V5: v5c, V5a: v5c, V5b: v5c, VR: v5c }
}

function placeAxonram(table: Series): Series {
  const v0 = ['V0 or V4', 'V0 or V4, probe fails'] as const
  const v5c = ['base', 'V5c, NPC', 'V5c, PRE', 'V5c, probe fails'] as const
  const { V5a, ...others } = before(v5c)
  const ofAll = { I2: 'no store to an unmapped address', I6: 'no read of freed driver data' } as const
  const violated = {
    ...ofAll,
    I3: 'a look-up finds only mapped addresses',
    I16: 'teardown and a grace period precede iounmap',
  } as const
  return table
    .place(axonram, { columns: { V0: v0, V4: v0 }, rows: ofAll })
    .place(axonram, { columns: others, rows: violated })
    .place(axonram, {
      columns: {
        V0: v0,
        V4: v0,
        ...others,
        V5a: [...V5a, 'V5a'],
        V5c: v5c,
        V5d: [...inAll('V5d'), 'V5d, probe fails'],
      },
      rows: { L1: 'the driver is eventually detached' },
    })
    .place(axonram, {
      columns: { ...before(['V5c, probe fails']), V5c: ['V5c, probe fails'], V5d: ['V5d, probe fails'] },
      rows: { L3: 'what is mapped is unmapped', L5: 'the driver is eventually detached' },
    })
    .place(axonram, {
      columns: {
        V5a: [...V5a, 'V5a'],
        V5c: v5c,
        V5d: [...inAll('V5d'), 'V5d, probe fails', 'V5d, two readers'],
      },
      rows: { ...violated, I4: 'no read of a freed kmap record' },
    })
}

function placeDcssblk(table: Series): Series {
  const v0 = ['V0 or V4, its own user'] as const
  const v5c = ['base', 'V5c, PRE', 'V5c, its own user', 'V5c, no user'] as const
  const { V5a, ...others } = before(v5c)
  const ofAll = { I2: 'no store to an unmapped address', I6: 'no read of freed driver data' } as const
  const violated = {
    I5: ['no look-up reads a resource that was freed', 'teardown reads no resource that was freed'],
    I16: 'teardown and a grace period precede segment_unload',
    I17: 'a resource lives as long as its record is on the list',
  } as const
  // X16 is repaired only in the other settings, and in no version.
  const failing = ['X16, the add fails'] as const
  const v0Shared = ['V0 or V4, shared is written'] as const
  const shared = inAll('V5d, shared is written')
  return table
    .place(dcssblk, { columns: { V0: v0, V4: v0 }, rows: ofAll })
    .place(dcssblk, { columns: others, rows: violated })
    .place(dcssblk, {
      columns: {
        V5a: [...V5a, 'V5a'],
        V5c: v5c,
        V5d: ['V5d', ...inAll('V5d, its own user'), 'V5d, two users'],
      },
      rows: {
        ...ofAll,
        ...violated,
        I3: 'a look-up finds only mapped addresses',
        I4: 'no read of a freed kmap record',
      },
    })
    .place(dcssblk, {
      columns: {
        V0: v0,
        V4: v0,
        ...others,
        V5a: [...V5a, 'V5a'],
        V5c: v5c,
        V5d: ['V5d', ...inAll('V5d, its own user')],
      },
      rows: { L1: 'remove ends' },
    })
    .place(dcssblk, {
      columns: { ...before(failing), V5c: failing, V5d: failing },
      rows: { I6: 'no read of freed driver data', I33: 'an add that fails leaves nothing behind' },
    })
    .place(dcssblk, {
      columns: { V0: v0Shared, V4: v0Shared, ...before(shared), V5c: shared, V5d: shared },
      rows: { L1: 'remove ends', L7: 'no deadlock' },
    })
    .place(dcssblk, {
      columns: { V0: ['V0 or V4, the add fails'] },
      rows: { I33: 'an add that fails leaves nothing behind' },
    })
}

function placePmem(table: Series): Series {
  const v0 = [
    ...inAll('V0 or V4'),
    'V0 or V4, mapped to the same address',
    'V0 or V4, two users',
    'V0 or V5, bios',
  ] as const
  const v5c = ['base', 'V5c, PRE', 'V5c, not bound again'] as const
  const violated = {
    I6: 'no read of freed driver data',
    I20: 'what is reached belongs to the owner that gave the frame out',
  } as const
  const ofAll = { ...violated, I2: 'no store to an unmapped address' } as const
  return table
    .place(pmemLifetime, { columns: { V0: v0, V4: v0 }, rows: ofAll })
    .place(pmemLifetime, { columns: { V0: v0, V4: v0, ...before(v5c) }, rows: { L1: 'unbinding ends' } })
    .place(pmemLifetime, { columns: before(v5c), rows: violated })
    .place(pmemLifetime, {
      columns: { VS: inAll('VS, dax_clear_blocks()') },
      rows: {
        I2: 'no store to an unmapped address',
        I6: 'no read of freed driver data',
        L1: 'unbinding ends',
      },
    })
    .place(pmemLifetime, {
      columns: { V5c: v5c, V5d: ['X2 repaired', 'X2 repaired, not bound again'] },
      rows: {
        ...ofAll,
        I3: 'a look-up finds only mapped addresses',
        I4: 'no read of a freed kmap record',
        L1: 'unbinding ends',
        L5: 'binding again ends',
      },
    })
}

function placeUnbindLock(table: Series): Series {
  // D5, which V5c repairs, lets a reader sleep.
  const sleeps = ['base', 'V5, NPC', 'V5, PRE', 'V5, dcssblk'] as const
  const faults = ['V5a, a fault in the copy, NP', 'V5a, a fault in the copy, PRE'] as const
  const v5c = ['V5c', 'V5c, dcssblk', 'V5c, nested', 'V5c, a fault before the copy'] as const
  const ends = [...inAll('V5c'), 'V5c, nested', 'V5c, a fault before the copy'] as const
  const sleepsAndEnds = ['base', 'V5, NPC', 'V5, PRE'] as const
  return table
    .place(unbindLock, {
      columns: { V5: sleeps, VR: sleeps, V5a: [...sleeps, ...faults], V5b: [...sleeps, ...faults], V5c: v5c, V5d: v5c },
      rows: { I36: 'nobody waits for a grace period with a lock that a reader may wait for' },
    })
    .place(unbindEnds, {
      // As posted, D3 keeps dax_io() from locking RCU at all.
      columns: {
        V5a: [...sleepsAndEnds, ...faults],
        V5b: [...sleepsAndEnds, ...faults],
        V5c: ends,
        V5d: ends,
      },
      rows: {
        L1: ['unbinding ends', 'unbinding ends, though the lock of the file system is never given back'],
        L2: 'a grace period ends',
        L3: 'a reader ends',
      },
    })
}

/** The versions after v5. As posted, September has X21. */
function placeFollowers(table: Series): Series {
  const vo = [...inAll('VO'), 'VO, PRE, without pages', 'VO, axonram'] as const
  const vx = [...inAll('VX'), 'VX, two readers'] as const
  return table
    .place(daxLifetime, {
      columns: {
        VS: ['VS', 'VS, axonram', 'VS, with X21'],
        VO: vo,
        VM: ['base', 'VM, PRE', 'VM, two readers', 'VM, axonram'],
        VX: vx,
      },
      rows: {
        I2: 'no store to an unmapped address',
        I6: 'no read of freed driver data',
        I9: 'no sleep in an RCU reader',
        I11: 'a grace period covers its readers',
        I16: 'no address is unmapped that somebody was given',
        I33: 'each reference of the queue is given back',
        L1: 'unbinding ends',
        L3: 'a user with an address gives it back',
      },
    })
    .place(daxLifetime, { columns: { VO: vo, VX: vx }, rows: { I8: 'reader depth is balanced' } })
    .place(daxLifetime, { columns: { VX: vx }, rows: { I3: 'direct_access gives only mapped addresses' } })
}

function placeOthers(table: Series): Series {
  const pages = ['base', 'NPC', 'PRE', 'two readers, two flushes', 'flushed by a partition'] as const
  const pagesOfV0 = ['V0', 'V0, flushed by a partition'] as const
  const v0 = ['V0', 'V0, by sg_next', 'V0, chained', 'V0, chained, by sg_next'] as const
  const v5 = ['base', 'V5, by sg_next', 'V5, chained', 'V5, chained, by sg_next'] as const
  return table
    .place(brd, {
      columns: { V0: pagesOfV0, V4: pagesOfV0, ...before(pages), V5c: pages, V5d: pages },
      rows: { I34: ['no page is freed while it is mapped', 'no store to a page that was freed'] },
    })
    .place(kfifoDma, {
      columns: { V0: v0, ...before(v5), V5c: v5, V5d: v5, VS: v0, VO: v0, VM: v0, VX: v0 },
      rows: {
        I24: [
          'the entries are the bytes that were asked for, in order',
          'a walk of nents entries stays in the tables',
          'setting up the entries leaves the links alone',
        ],
      },
    })
}
