import daxClear from '../mappers/dax-clear.ts'
import daxFault from '../mappers/dax-fault.ts'
import daxIo from '../mappers/dax-io.ts'
import type { Series } from '../series.ts'
import { inAll } from './configurations.ts'

/** The mappers of DAX: dax_clear_blocks(), dax_io(), the fault. */
export function placeMappers(table: Series): Series {
  return placeDaxFault(placeDaxIo(placeDaxClear(table)))
}

function placeDaxClear(table: Series): Series {
  const posted = [
    'base',
    'as posted, NPC',
    'as posted, PRE',
    ...inAll('as posted, two calls'),
    'nobody unbinds',
    'brd',
    'brd, NPC',
    'brd, PRE',
  ] as const
  const repaired = [
    ...inAll('all repaired'),
    ...inAll('all repaired, two calls'),
    ...inAll('all repaired, two readers'),
    'brd, all repaired',
  ] as const
  const columns = {
    V5: posted,
    // D3 and D4 are dax_io()'s.
    V5a: posted,
    V5b: inAll('only D2'),
    V5c: repaired,
    V5d: repaired,
    VR: posted,
  }
  return table
    .place(daxClear, {
      columns,
      rows: {
        I1: 'no pfn_to_page on unmapped pmem',
        I2: 'no store to an unmapped address',
        I3: 'a look-up finds only mapped addresses',
        I4: 'no read of a freed kmap record',
        I7: 'atomic depth is balanced',
        I8: 'RCU depth is balanced',
        I9: 'no sleep in an RCU reader',
        I10: 'no sleep in atomic context',
        I11: 'a grace period covers its readers',
        I15: 'unmap gets the address that was mapped',
        I16: 'teardown and a grace period precede memunmap',
      },
    })
    .place(daxClear, {
      columns: { V5: posted, V5a: posted, V5b: inAll('only D2'), V5c: repaired, V5d: repaired },
      // A record that can be reached before its mapping is there is found.
      rows: { I29: 'a look-up finds only mapped addresses' },
    })
}

function placeDaxIo(table: Series): Series {
  const posted = ['base', 'V5, NPC', 'V5, PRE'] as const
  const v5c = [...inAll('V5c'), 'V5c, a bad buffer', 'brd, V5c'] as const
  return table.place(daxIo, {
    columns: {
      V5: posted,
      V5a: [...inAll('V5a'), 'V5a, nobody unbinds', 'brd, V5a'],
      V5b: [...inAll('V5b'), 'brd, V5b'],
      V5c: v5c,
      // D6, D7 and X2 are the drivers'.
      V5d: v5c,
      VR: posted,
    },
    rows: {
      I2: 'no access to an unmapped address',
      I3: 'a look-up finds only mapped addresses',
      I4: 'no read of a freed kmap record',
      I7: 'atomic depth is balanced',
      I8: 'RCU depth is balanced',
      I9: 'no sleep in an RCU reader',
      I10: 'no sleep in atomic context',
      I11: 'a grace period covers its readers',
      I12: 'each address used was given by a look-up',
      I13: 'each access lies in the extent that is mapped',
      I14: 'no stale byte in a block after a write to it',
      I15: 'unmap gets the address that was mapped',
      I16: 'teardown and a grace period precede memunmap',
      L4: 'a call transfers something or returns an error',
    },
  })
}

function placeDaxFault(table: Series): Series {
  const v5c = ['base', 'V5c, PRE', 'V5c, only unbound', 'V5c, bound again'] as const
  const violated = {
    I6: 'no read of driver data that was freed',
    I18: 'no PTE is inserted to a frame that its driver has left',
    I19: 'no store to a frame that was unplugged',
    I20: 'what is reached belongs to who gave the frame out',
  } as const
  return table.place(daxFault, { columns: { V5a: v5c }, rows: violated }).place(daxFault, {
    // D2 and D5 are not in a fault, so that V5b is as V5c.
    columns: { V5b: v5c, V5c: v5c, V5d: ['V5d'] },
    rows: {
      ...violated,
      I2: 'no store to an unmapped address',
      I3: 'a look-up finds only mapped addresses',
      I9: 'no sleep in an RCU reader',
    },
  })
}
