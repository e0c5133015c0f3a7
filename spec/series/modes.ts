import blockDevice from '../modes/block-device.ts'
import daxMmap from '../modes/dax-mmap.ts'
import pageLess from '../modes/page-less.ts'
import type { Series } from '../series.ts'
import { inAll } from './configurations.ts'

/** The access modes of the cover letter. */
export function placeModes(table: Series): Series {
  return placePageLess(placeDaxMmap(placeBlockDevice(table)))
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
      VM: ['VM', 'VM, two bios'],
    },
    rows: { I2: 'no store to an unmapped address', I6: 'no read of driver data that was freed' },
  })
}

function placeDaxMmap(table: Series): Series {
  return table.place(daxMmap, {
    columns: { V5c: ['base'], V5d: ['V5d, only unbound', 'V5d, bound again', 'V5d, unplugged'] },
    rows: {
      I2: 'no store of the kernel to an unmapped address',
      I18: 'no PTE is inserted to a frame that its driver has left',
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
      I6: 'no read of driver data that was freed',
      I7: 'atomic depth is balanced',
      I20: 'what is reached belongs to who gave the frame out',
    },
  })
}
