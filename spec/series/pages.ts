import devMap from '../mappers/dev-map.ts'
import dma from '../mappers/dma.ts'
import gup from '../mappers/gup.ts'
import pfnT from '../mappers/pfn-t.ts'
import scatterlist from '../mappers/scatterlist.ts'
import type { Series } from '../series.ts'

/** The type __pfn_t, scatterlists and DMA, and the ways to give page-less frames their pages. */
export function placePages(table: Series): Series {
  return placeGup(placeDevMap(placeDma(placeScatterlist(placePfnT(table)))))
}

function placePfnT(table: Series): Series {
  const v4 = ['V4', 'V4, pages aligned to 4', 'V4, 32 bits'] as const
  const v5 = ['base', 'V5, 32 bits', 'V5, 32 bits without high memory'] as const
  // Setting PFN_MAP before the check (X13) is not observable here: see pfn-mode.
  const vr = ['VR', 'V5, 32 bits'] as const
  const vs = ['VS', 'VS, 32 bits', 'VS, 44 bits on 32'] as const
  const vm = ['VM', 'VM, 32 bits', 'VM, 44 bits on 32'] as const
  const vx = ['VX', 'VX, 32 bits', 'VX, 44 bits on 32'] as const
  const physical = ['pfn -> phys -> pfn is the identity', 'page -> phys -> page is the identity'] as const
  return table
    .place(pfnT, {
      // __pfn_t does not exist yet.
      columns: { V0: ['V0', 'V0, 32 bits', 'V0, 44 bits on 32'] },
      rows: { I21: physical },
    })
    .place(pfnT, {
      columns: { V4: v4, V5: v5, V5a: v5, V5b: v5, V5c: v5, V5d: v5, VR: vr, VS: vs, VO: vm, VM: vm, VX: vx },
      rows: {
        I1: 'has_page is true only where there is a memmap',
        I21: ['pfn -> __pfn_t -> pfn is the identity', 'page -> __pfn_t -> page is the identity', ...physical],
        I22: [
          'a frame shows the flags that it was given',
          'has_page is true only where there is a memmap',
          'has_page is false only where there is none',
        ],
      },
    })
    .place(pfnT, {
      // From September on, scatterlists were not converted, and hold no __pfn_t.
      columns: { V4: v4, V5: v5, V5a: v5, V5b: v5, V5c: v5, V5d: v5, VR: vr },
      rows: { I23: ['a chain pointer comes back', 'a chain entry shows no flag of a frame'] },
    })
}

function placeScatterlist(table: Series): Series {
  const v0 = ['V0', 'V0, sg_miter', 'V0, 32 bits', 'V0, bounce by sg_next', 'V0, bounce by index'] as const
  const v5 = [
    'base',
    'V5, sg_miter',
    'V5, sg_miter, NPC',
    'V5, sg_miter, PRE',
    'V5, kmap_atomic_pfn_t',
    'V5, sg_page_iter_pfn',
    'V5, 32 bits',
    'V5, bounce by sg_next',
    'V5, bounce by index',
  ] as const
  const columns = {
    V0: v0,
    V4: ['V4', 'V4, sg_miter', 'V4, 32 bits'],
    V5: v5,
    V5a: v5,
    V5b: v5,
    V5c: v5,
    V5d: v5,
    VR: ['VR', 'VR, 32 bits', ...v5],
  } as const
  // Scatterlists were never converted again.
  const untouched = { VS: v0, VO: v0, VM: v0, VX: v0 }
  const rows = {
    I23: ['a chain entry leads to the table that was chained', 'a chain entry does not look like a frame without page'],
    I24: [
      'assigning a frame leaves the links alone',
      'exactly one end is reachable',
      'a walk visits what was put in, and nothing else',
      'an iterator hands out no flags of the list',
    ],
    I25: 'nobody maps the page of an entry without one',
  } as const
  return table.place(scatterlist, { columns: { ...columns, ...untouched }, rows })
}

function placeDma(table: Series): Series {
  const ram = ['V0', 'V0, VIVT'] as const
  const pageless = ['base', 'V5, VIVT', 'V5, two transfers'] as const
  const pages = ['VX', 'VX, VIVT', 'VX, two transfers, VIVT'] as const
  const targets = [
    'the target of a DMA is plugged',
    'the target of a DMA belongs to the driver that gave it out',
    'the target of a DMA was not given to another driver',
  ] as const
  const coherent = ['the device reads what the CPU wrote', 'the CPU reads what the device wrote'] as const
  return table
    .place(dma, {
      columns: {
        V0: ram,
        V4: pageless,
        V5: pageless,
        V5a: pageless,
        V5b: pageless,
        V5c: pageless,
        V5d: pageless,
        // A scatterlist cannot hold a frame without a page, as in 4.2.
        VS: ram,
        VM: pages,
        VX: pages,
      },
      rows: { I1: 'no pfn_to_page where there is no memmap', I26: targets, I27: coherent },
    })
    .place(dma, {
      columns: { VR: ['VR'], VO: ['VO'] },
      rows: { I1: 'no pfn_to_page where there is no memmap', I26: targets },
    })
    .place(dma, { columns: { VO: ram }, rows: { I27: coherent } })
}

function placeDevMap(table: Series): Series {
  return table.place(devMap, {
    columns: { VR: ['base', 'VR, NPC', 'VR, PRE'], VX: ['VX'] },
    rows: {
      I1: 'no pfn_to_page where there is no memmap',
      I29: 'a live dev_map on the list has its memmap',
      I30: ['nobody touches a freed dev_map', 'no dev_map is freed twice'],
      I31: 'while a pin is held, the memmap is there',
      I32: 'no pin is taken after the kill is confirmed',
      I33: [
        'no reference is dropped twice',
        'a finished user holds no pin',
        'the percpu memory of a freed dev_map was given back',
      ],
      I35: ['the module is pinned while the dev_map is on the list', 'the module is pinned while somebody holds a pin'],
    },
  })
}

function placeGup(table: Series): Series {
  const boundAgain = ['VM, bound again', 'VM, bound again, NPC', 'VM, bound again, PRE'] as const
  return table
    .place(gup, {
      columns: {
        VO: ['VO', 'VO, bound again'],
        VM: ['VM', 'VM without a pagemap', ...boundAgain],
        VX: ['base', 'VX, NPC', 'VX, PRE', 'VX, two users', 'VX without a pagemap'],
      },
      rows: {
        I1: 'no pfn_to_page where there is no memmap',
        I29: 'a pagemap that is found alive has its memmap',
        I30: 'nobody touches a freed pagemap or its reference',
        I31: 'while a page is held, the memmap is there',
        I32: 'no look-up takes a reference after the kill is confirmed',
        I33: ['a finished user holds no reference', 'the percpu memory of a freed pagemap was given back'],
        L1: 'unbinding ends',
        L3: 'a user with a page gives it back',
        L8: ['get_user_pages() goes round only while there is a pagemap', 'get_user_pages() ends'],
      },
    })
    .place(gup, { columns: { VO: ['VO, bound again'], VM: boundAgain }, rows: { L5: 'binding ends' } })
}
