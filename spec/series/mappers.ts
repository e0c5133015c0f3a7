import daxClear from '../mappers/dax-clear.ts'
import daxFault from '../mappers/dax-fault.ts'
import daxIo from '../mappers/dax-io.ts'
import daxIoEnds from '../mappers/dax-io-ends.ts'
import daxIomap from '../mappers/dax-iomap.ts'
import daxNested from '../mappers/dax-nested.ts'
import daxZeroPageRange from '../mappers/dax-zero-page-range.ts'
import overlappingRanges from '../mappers/overlapping-ranges.ts'
import unplugged from '../mappers/unplugged.ts'
import type { Series } from '../series.ts'
import { inAll } from './configurations.ts'

/**
 * The mappers of DAX: dax_clear_blocks(), dax_io() and dax_iomap_rw(), the fault, a fault in a copy, dax_zero_page_range(),
 * and registration.
 */
export function placeMappers(table: Series): Series {
  return [
    placeDaxClear,
    placeDaxIo,
    placeDaxIoOfFollowers,
    placeDaxIomap,
    placeEnds,
    placeUnplugged,
    placeDaxFault,
    placeDaxFaultOfFollowers,
    placeDaxNested,
    placeZeroing,
    placeRegistration,
  ].reduce((t, place) => place(t), table)
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
    // D3 and D4 are defects of dax_io().
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
      // A look-up finds a record that is reachable before its mapping exists.
      rows: { I29: 'a look-up finds only mapped addresses' },
    })
}

function placeDaxIo(table: Series): Series {
  const v0 = [
    ...inAll('V0 or V4'),
    'V0 or V4, nobody unbinds',
    'V0 or V4, a bad buffer',
    'V0 or V4, a short page',
  ] as const
  const posted = ['base', 'V5, NPC', 'V5, PRE'] as const
  const v5c = [...inAll('V5c'), 'V5c, a bad buffer', 'brd, V5c'] as const
  const ofAll = {
    I2: 'no access to an unmapped address',
    I7: 'atomic depth is balanced',
    I10: 'no sleep in atomic context',
    I12: 'each address used was given by a look-up',
    I13: 'each access lies in the extent that is mapped',
    I14: 'no stale byte in a block after a write to it',
    L4: 'a call transfers something or returns an error',
  } as const
  return table.place(daxIo, { columns: { V0: v0, V4: v0 }, rows: ofAll }).place(daxIo, {
    columns: {
      V5: posted,
      V5a: [...inAll('V5a'), 'V5a, nobody unbinds', 'brd, V5a'],
      V5b: [...inAll('V5b'), 'brd, V5b'],
      V5c: v5c,
      // D6, D7 and X2 are defects of drivers.
      V5d: v5c,
      VR: posted,
    },
    rows: {
      ...ofAll,
      I3: 'a look-up finds only mapped addresses',
      I4: 'no read of a freed kmap record',
      I8: 'RCU depth is balanced',
      I9: 'no sleep in an RCU reader',
      I11: 'a grace period covers its readers',
      I15: 'unmap gets the address that was mapped',
      I16: 'teardown and a grace period precede memunmap',
    },
  })
}

function placeDaxIoOfFollowers(table: Series): Series {
  const vs = ['VS', 'VS, a bad buffer', 'VS, a short page'] as const
  const vo = [...inAll('VO'), 'VO, PRE, without pages', 'VO, PRE, a short page'] as const
  const vm = ['VM', 'VM, two tasks', 'VM, a bad buffer', 'VM, a short page'] as const
  const ofAll = {
    I2: 'no access to an unmapped address',
    I7: 'atomic depth is balanced',
    I10: 'no sleep in atomic context',
    I12: 'each address used was given by a look-up',
    I13: 'each access lies in the extent that is mapped',
    I14: 'no stale byte in a block after a write to it',
    I15: 'unmap gets the address that was mapped',
    I16: 'no address is unmapped that somebody was given',
    L4: 'a call transfers something or returns an error',
  } as const
  return table
    .place(daxIo, { columns: { VS: vs, VO: vo, VM: vm }, rows: ofAll })
    .place(daxIo, {
      columns: { VO: vo },
      rows: {
        I8: 'RCU depth is balanced',
        I9: 'no sleep in an RCU reader',
        I11: 'a grace period covers its readers',
      },
    })
    .place(daxIo, {
      // X21 as in September. VM has it too, which is only a remark, since its file systems have no files on two
      // devices.
      columns: { VS: [...vs, 'VS, X21, two block devices', 'VS, X21, two block devices, unbound'], VO: vo, VM: vm },
      rows: { I33: 'each reference of the queue is given back' },
    })
}

function placeEnds(table: Series): Series {
  const v5 = ['base'] as const
  const v5a = inAll('V5a')
  const v5b = inAll('V5b')
  const v5c = inAll('V5c')
  return table
    .place(daxIoEnds, {
      columns: {
        V0: ['V0 or V4'],
        V4: ['V0 or V4'],
        V5: v5,
        V5a: v5a,
        V5b: v5b,
        V5c: v5c,
        V5d: v5c,
        VR: v5,
        VS: ['VS'],
        VO: ['VO'],
        VM: ['VM'],
      },
      rows: { L1: 'unbinding ends', L4: 'a call ends' },
    })
    .place(daxIoEnds, {
      columns: { V5: v5, V5a: v5a, V5b: v5b, V5c: v5c, V5d: v5c, VR: v5 },
      rows: { L2: 'a grace period ends' },
    })
    .place(daxIoEnds, {
      columns: { V5a: v5a, V5b: v5b, V5c: v5c, V5d: v5c, VS: ['VS'], VO: ['VO'], VM: ['VM'] },
      rows: { L3: 'what is mapped is unmapped' },
    })
}

function placeUnplugged(table: Series): Series {
  return table.place(unplugged, {
    columns: {
      V0: ['V0 or V4'],
      V4: ['V0 or V4'],
      V5a: ['base'],
      V5b: ['base'],
      V5c: ['base'],
      V5d: ['V5d'],
      VS: ['VS'],
      VM: ['VM'],
    },
    rows: { L6: 'an unplugged frame is eventually unmapped' },
  })
}

function placeDaxIomap(table: Series): Series {
  return table.place(daxIomap, {
    columns: {
      VX: ['base', 'NPC', 'PRE', 'a bad buffer', 'a short page', 'two tasks', ...inAll('a private mapping')],
    },
    rows: {
      I2: 'no access to an unmapped address',
      I3: 'direct_access gives only mapped addresses',
      I6: 'no read of freed driver data',
      I7: 'atomic depth is balanced',
      I8: 'reader depth is balanced',
      I9: 'no sleep in an RCU reader',
      I10: 'no sleep in atomic context',
      I12: 'each address used was given by direct_access',
      I13: 'each access lies in the extent that is mapped',
      I14: 'no stale byte in a block after a write to it',
      I15: 'a task has an address exactly while it is in a section',
      I16: 'no address is unmapped that somebody was given',
      L4: 'a call transfers something or returns an error',
    },
  })
}

function placeDaxFault(table: Series): Series {
  const v0 = [
    'V0 or V4, only unbound',
    'V0 or V4, unplugged',
    'V0 or V4, bound again',
    'V0 or V4, a short page',
  ] as const
  const posted = inAll('V5')
  const v5c = ['base', 'V5c, PRE', 'V5c, only unbound', 'V5c, bound again', 'V5c, a short page'] as const
  const ofAll = {
    I2: ['no store to an unmapped address', 'no load from an unmapped address'],
    I6: 'no read of freed driver data',
    I7: 'atomic depth is balanced',
    I10: 'no sleep in atomic context',
    I12: 'each address used was given by a look-up',
    I13: 'each access lies in the page that is mapped',
    I18: 'no PTE is inserted for a frame that its driver has left',
    I19: 'no store to a frame that was unplugged',
    I20: 'what is reached belongs to the owner that gave the frame out',
  } as const
  return table.place(daxFault, { columns: { V0: v0, V4: v0 }, rows: ofAll }).place(daxFault, {
    columns: {
      V5: posted,
      V5a: inAll('V5a'),
      // A fault does not have D2 and D5, so V5b equals V5c.
      V5b: v5c,
      V5c: v5c,
      V5d: ['V5d', 'V5d, private mappings', 'V5d, private mappings, two tasks', 'V5d, a short page'],
      VR: posted,
    },
    rows: {
      ...ofAll,
      I3: 'a look-up finds only mapped addresses',
      I4: 'no read of a freed kmap record',
      I8: 'RCU depth is balanced',
      I9: 'no sleep in an RCU reader',
      I15: 'unmap gets the address that was mapped',
    },
  })
}

function placeDaxFaultOfFollowers(table: Series): Series {
  const vs = ['VS, only unbound', 'VS, unplugged', 'VS, bound again', 'VS, a short page'] as const
  const vo = [...inAll('VO'), 'VO, PRE, without pages', 'VO, PRE, a short page'] as const
  const vm = ['VM', 'VM, bound again', 'VM, a short page', 'VM, two tasks'] as const
  return table
    .place(daxFault, {
      columns: { VS: vs, VO: vo, VM: vm },
      rows: {
        I2: ['no store to an unmapped address', 'no load from an unmapped address'],
        I6: 'no read of freed driver data',
        I7: 'atomic depth is balanced',
        I10: 'no sleep in atomic context',
        I12: 'each address used was given by a look-up',
        I13: 'each access lies in the page that is mapped',
        I15: 'unmap gets the address that was mapped',
        I16: 'no address is unmapped that somebody was given',
      },
    })
    .place(daxFault, {
      // In October, unbinding removes PTEs, which page-mapped covers.
      columns: { VS: vs, VM: vm },
      rows: {
        I18: 'no PTE is inserted for a frame that its driver has left',
        I19: 'no store to a frame that was unplugged',
        I20: 'what is reached belongs to the owner that gave the frame out',
      },
    })
}

function placeDaxNested(table: Series): Series {
  const posted = inAll('V5')
  return table.place(daxNested, {
    columns: {
      V5: posted,
      V5a: inAll('V5a'),
      V5b: ['base', 'V5b, NPC', 'V5b, PRE'],
      V5c: ['V5c'],
      V5d: [...inAll('V5d'), 'V5d, two tasks'],
      VR: posted,
    },
    rows: {
      I2: 'no access to an unmapped address',
      I3: 'a look-up finds only mapped addresses',
      I4: 'no read of a freed kmap record',
      I6: 'no read of freed driver data',
      I7: 'atomic depth is balanced',
      I8: 'RCU depth is balanced',
      I9: 'no sleep in an RCU reader',
      I10: 'no sleep in atomic context',
      I11: 'a grace period covers its readers',
      I12: 'each address used was given by a look-up',
      I13: 'each access lies in the page that is mapped',
      I15: 'what is given back was mapped last',
      I18: 'no PTE is inserted for a frame that its driver has left',
      L4: 'a call transfers something or returns an error',
    },
  })
}

function placeZeroing(table: Series): Series {
  const v0 = ['V0 or V4', 'V0 or V4, a short page'] as const
  const posted = ['base', 'V5, NPC', 'V5, PRE', 'brd, V5'] as const
  // It maps one page at a time, and sleeps before that, so V5c has nothing to repair.
  const v5b = [...inAll('V5b'), 'V5b, two tasks', 'V5b, a short page', 'brd, V5b'] as const
  const ofAll = {
    I2: 'no store to an unmapped address',
    I7: 'atomic depth is balanced',
    I10: 'no sleep in atomic context',
    I12: 'each address used was given by a look-up',
    I13: 'each access lies in the page that is mapped',
    I14: 'the range is zeroed, and nothing else is',
  } as const
  return table.place(daxZeroPageRange, { columns: { V0: v0, V4: v0 }, rows: ofAll }).place(daxZeroPageRange, {
    columns: {
      V5: posted,
      V5a: [...inAll('V5a'), 'V5a, a short page', 'brd, V5a'],
      V5b: v5b,
      V5c: v5b,
      V5d: v5b,
      VR: posted,
    },
    rows: {
      ...ofAll,
      I3: 'a look-up finds only mapped addresses',
      I4: 'no read of a freed kmap record',
      I8: 'RCU depth is balanced',
      I9: 'no sleep in an RCU reader',
      I11: 'a grace period covers its readers',
      I15: 'unmap gets the address that was mapped',
      I16: 'teardown and a grace period precede memunmap',
    },
  })
}

function placeRegistration(table: Series): Series {
  const posted = ['base', 'V5, NPC', 'V5, PRE'] as const
  // pmem rejects overlaps by its regions, and devm_memremap_pages() by its mappings.
  const refused = [...inAll('D13 repaired'), 'regions are requested'] as const
  return table.place(overlappingRanges, {
    columns: {
      V5: posted,
      V5a: posted,
      V5b: posted,
      V5c: posted,
      V5d: posted,
      VR: posted,
      VO: refused,
      VM: refused,
      VX: refused,
    },
    rows: { I28: 'ranges that are registered do not overlap' },
  })
}
