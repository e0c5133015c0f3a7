import blockDevice from '../modes/block-device.ts'
import daxMmap from '../modes/dax-mmap.ts'
import pageLess from '../modes/page-less.ts'
import pageMapped from '../modes/page-mapped.ts'
import pfnMode from '../modes/pfn-mode.ts'
import type { Series } from '../series.ts'
import { inAll } from './configurations.ts'

/** The access modes of the cover letter. */
export function placeModes(table: Series): Series {
  return [placeBlockDevice, placeDaxMmap, placePageLess, placePageMapped, placePfnMode].reduce(
    (t, place) => place(t),
    table,
  )
}

function placeBlockDevice(table: Series): Series {
  // No version before September touches it.
  const bios = inAll('V0 and V5')
  return table.place(blockDevice, {
    columns: {
      V0: bios,
      V4: bios,
      V5: bios,
      V5a: bios,
      V5b: bios,
      V5c: bios,
      V5d: ['V5d'],
      VR: bios,
      VS: ['VS or VO, a page without a bio'],
      VO: ['VS or VO, a page without a bio'],
      VM: ['VM', 'VM, two bios', 'VM, a page without a bio'],
    },
    rows: { I2: 'no store to an unmapped address', I6: 'no read of freed driver data' },
  })
}

function placeDaxMmap(table: Series): Series {
  return table.place(daxMmap, {
    columns: {
      V5c: ['base'],
      V5d: ['V5d, only unbound', 'V5d, bound again', 'V5d, unplugged'],
      VS: ['VS, bound again'],
      VM: ['VM, bound again', 'VM, unplugged'],
    },
    rows: {
      I2: 'no store of the kernel to an unmapped address',
      I18: 'no PTE is inserted for a frame that its driver has left',
      I19: 'no store of the user to a frame that was unplugged',
      I20: "no store of the user to another owner's frame",
    },
  })
}

function placePageLess(table: Series): Series {
  return table.place(pageLess, {
    columns: { V5a: inAll('V5a'), V5b: ['base'], V5c: ['base'] },
    rows: {
      I2: 'no store to an unmapped address',
      I3: 'a look-up finds only mapped addresses',
      I4: 'no read of a freed kmap record',
      I6: 'no read of freed driver data',
      I7: 'atomic depth is balanced',
      I20: 'what is reached belongs to the owner that gave the frame out',
    },
  })
}

function placePageMapped(table: Series): Series {
  return table.place(pageMapped, {
    columns: {
      VO: ['VO'],
      VM: ['VM', 'VM, nobody truncates', 'VM, RDMA'],
      VX: ['base', 'VX, NPC', 'VX, PRE', 'VX, two users', 'VX, RDMA'],
    },
    rows: {
      I1: 'no pfn_to_page where there is no memmap',
      I18: 'no PTE is made to a frame that its driver has left',
      I19: 'no PTE leads to a frame that was unplugged',
      I20: "no PTE leads to another owner's frame",
      I22: 'a PTE with the devmap bit leads to a frame with a struct page',
      I26: [
        'the target of a DMA is plugged',
        'the target of a DMA belongs to the driver that gave it out',
        'the target of a DMA is a block of the file',
      ],
      I30: 'nobody touches a freed pagemap or its reference',
      I31: 'while a page is held, the memmap is there',
      I32: 'no look-up takes a reference after the kill is confirmed',
      I33: ['a finished user holds no reference', 'no reference is dropped twice or taken to a dead object'],
    },
  })
}

function placePfnMode(table: Series): Series {
  return table
    .place(pfnMode, {
      columns: { VR: ['base', 'VR, NPC', 'VR, PRE'] },
      rows: {
        I1: 'no pfn_to_page where there is no memmap',
        I2: 'no store to an unmapped address',
        I6: 'no read of freed driver data',
        I7: 'nobody returns to user mode in atomic context',
        I16: 'teardown and a grace period precede the end of the linear map',
        I22: 'direct_access says PFN_MAP only of a frame with a struct page',
        I26: ['the target of a DMA is plugged', 'the target of a DMA belongs to the driver that gave it out'],
        I30: 'nobody touches a freed dev_map',
        I31: 'while a pin is held, the memmap is there',
        I32: 'no pin is taken after the kill is confirmed',
        I33: ['the percpu memory of a freed dev_map was given back', 'a returning task holds no pin'],
        I35: 'the module is pinned while its record or dev_map can be reached',
      },
    })
    .place(pfnMode, {
      // September's probe, under the users of the RFC.
      columns: { VS: ['X13'] },
      rows: { I22: 'direct_access says PFN_MAP only of a frame with a struct page' },
    })
}
