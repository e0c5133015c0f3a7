import daxLifetime from '../drivers/dax-lifetime.ts'
import percpuRef from '../kernel/percpu-ref.ts'
import daxFault from '../mappers/dax-fault.ts'
import daxIo from '../mappers/dax-io.ts'
import devMap from '../mappers/dev-map.ts'
import dma from '../mappers/dma.ts'
import gup from '../mappers/gup.ts'
import pfnT from '../mappers/pfn-t.ts'
import scatterlist from '../mappers/scatterlist.ts'
import pageMapped from '../modes/page-mapped.ts'
import pfnMode from '../modes/pfn-mode.ts'
import type { Series } from '../series.ts'

/** The defects of frame numbers, scatterlists and struct pages, in the series and after it. */
export function showDefectsOfPages(table: Series): Series {
  return [ofPfnT, ofScatterlists, ofDevMap, ofPfnMode, ofFollowers].reduce((t, show) => show(t), table)
}

function ofPfnT(table: Series): Series {
  return table
    .mutant('D10', pfnT, {
      settings: ['V4, pages aligned to 4'],
      caughtBy: ['pfn -> __pfn_t -> pfn is the identity', 'has_page is false only where there is none'],
    })
    .mutant('D11', pfnT, {
      settings: ['V5, 32 bits', 'V5 with the cast, 32 bits'],
      caughtBy: ['pfn -> __pfn_t -> pfn is the identity', 'page -> __pfn_t -> page is the identity'],
    })
    .mutant('X7', pfnT, {
      settings: ['V0 without the cast, 32 bits', 'V5, 32 bits'],
      caughtBy: ['pfn -> phys -> pfn is the identity', 'page -> phys -> page is the identity'],
    })
    .mutant('X13', pfnT, {
      settings: ['VS, PFN_MAP before the check', 'VR, PFN_MAP before the check'],
      caughtBy: ['has_page is true only where there is a memmap'],
    })
    .mutant('X26', pfnT, {
      settings: ['V5 with PFN_DEV 0'],
      caughtBy: ['a frame shows the flags that it was given', 'has_page is true only where there is a memmap'],
    })
}

function ofScatterlists(table: Series): Series {
  return table
    .mutant('D12', scatterlist, {
      settings: ['V5, sg_miter'],
      caughtBy: ['nobody maps the page of an entry without one', 'no store to an unmapped address'],
    })
    .mutant('D12', scatterlist, {
      settings: ['V5, bounce by index'],
      caughtBy: ['assigning a frame leaves the links alone', 'exactly one end is reachable'],
    })
    .mutant('D12', scatterlist, {
      settings: ['V5, 32 bits'],
      caughtBy: ['a chain entry does not look like a frame without page'],
    })
    .mutant('X8', scatterlist, { settings: ['base'], caughtBy: ['a pointer that is to no page is refused'] })
    .mutant('X19', scatterlist, {
      settings: ['V5, sg_page_iter_pfn'],
      caughtBy: ['an iterator hands out no flags of the list'],
    })
    .mutant('X25', dma, {
      settings: ['V5, VIVT'],
      caughtBy: ['the device reads what the CPU wrote', 'the CPU reads what the device wrote'],
    })
}

function ofDevMap(table: Series): Series {
  return table
    .mutant('D14', devMap, { settings: ['only D14'], caughtBy: ['nobody touches a freed dev_map'] })
    .mutant('D14', devMap, {
      settings: ['only the leak of D14'],
      caughtBy: ['the percpu memory of a freed dev_map was given back'],
    })
    .mutant('D14', percpuRef, {
      settings: ['frees once confirmed', 'frees once confirmed, no users'],
      caughtBy: ['no use of freed memory'],
    })
    .mutant('X10', devMap, {
      settings: ['only X10'],
      caughtBy: [
        'a live dev_map on the list has its memmap',
        'while a pin is held, the memmap is there',
        'no pfn_to_page where there is no memmap',
      ],
    })
    .mutant('X11', devMap, {
      settings: ['only X11'],
      caughtBy: ['nobody touches a freed dev_map', 'no dev_map is freed twice'],
    })
}

function ofPfnMode(table: Series): Series {
  const page = 'no pfn_to_page where there is no memmap'
  const flags = 'direct_access says PFN_MAP only of a frame with a struct page'
  return table
    .mutant('D14', pfnMode, { settings: ['only D14'], caughtBy: ['nobody touches a freed dev_map'] })
    .mutant('D14', pfnMode, {
      settings: ['only the leak of D14'],
      caughtBy: ['the percpu memory of a freed dev_map was given back'],
    })
    .mutant('X2', pfnMode, { settings: ['only X2'], caughtBy: ['no read of freed driver data', flags] })
    .mutant('X9', pfnMode, { settings: ['only X9'], caughtBy: ['nobody returns to user mode in atomic context'] })
    .mutant('X12', pfnMode, {
      settings: ['only X12, DAX pins nothing'],
      caughtBy: [page, 'no store to an unmapped address'],
    })
    .mutant('X12', pfnMode, {
      settings: ['only X12, the record stays'],
      caughtBy: ['teardown and a grace period precede the end of the linear map'],
    })
    .mutant('X13', pfnMode, { settings: ['X13, nobody checks'], caughtBy: [flags] })
    .mutant('X13', pfnMode, { settings: ['X13, nobody checks, DAX pins nothing'], caughtBy: [flags, page] })
    .mutant('X13', devMap, {
      settings: ['only the altmap of X13'],
      caughtBy: ['the altmap that is kept counts what was allocated'],
    })
}

function ofFollowers(table: Series): Series {
  const held = ['while a page is held, the memmap is there', 'no pfn_to_page where there is no memmap'] as const
  const left = ['no PTE leads to a frame that was unplugged', "no PTE leads to another owner's frame"] as const
  return table
    .mutant('X21', daxLifetime, {
      settings: ['VS, with X21'],
      caughtBy: ['each reference of the queue is given back', 'no deadlock'],
    })
    .mutant('X22', daxLifetime, {
      settings: ['VO, PRE'],
      caughtBy: ['no store to an unmapped address', 'no address is unmapped that somebody was given'],
    })
    .mutant('X22', daxIo, {
      settings: ['VO, PRE'],
      caughtBy: ['no access to an unmapped address', 'no address is unmapped that somebody was given'],
    })
    .mutant('X21', daxIo, {
      settings: ['VS, X21, two block devices, unbound'],
      caughtBy: ['unmap gets the address that was mapped', 'each reference of the queue is given back', 'no deadlock'],
    })
    .mutant('X21', daxIo, {
      settings: ['VS, X21, from the end of the file'],
      caughtBy: ['a call returns what it transferred'],
    })
    .mutant('X5', daxFault, {
      settings: ['VS, a short page', 'VO, PRE, a short page'],
      caughtBy: ['each access lies in the page that is mapped'],
    })
    .mutant('X22', gup, {
      settings: ['VO, only X22'],
      caughtBy: [...held, 'nobody touches a freed pagemap or its reference'],
    })
    .mutant('X22', dma, { settings: ['VO'], caughtBy: ['no pfn_to_page where there is no memmap'] })
    .mutant('X23', gup, {
      settings: ['VO on 4.5, only the leak of X23'],
      caughtBy: ['a finished user holds no reference', 'no deadlock'],
    })
    .mutant('X23', gup, { settings: ['VO, only the order of X23'], caughtBy: held })
    .mutant('X22', pageMapped, {
      settings: ['VO, only X22'],
      caughtBy: [...held, 'nobody touches a freed pagemap or its reference'],
    })
    .mutant('X10', gup, {
      settings: ['bound again, only X10'],
      caughtBy: [
        ...held,
        'a pagemap that is found alive has its memmap',
        'nobody touches a freed pagemap or its reference',
      ],
    })
    .mutant('X23', pageMapped, {
      settings: ['VO on 4.5, only the leak of X23'],
      caughtBy: ['a finished user holds no reference', 'no deadlock'],
    })
    .mutant('X23', pageMapped, { settings: ['VO, only the order of X23'], caughtBy: held })
    .mutant('X4', pageMapped, {
      settings: ['VX, PTE made late'],
      caughtBy: [...held, ...left, 'no PTE is made to a frame that its driver has left'],
    })
    .mutant('D9', pageMapped, { settings: ['VX, PTE left'], caughtBy: [...held, ...left] })
    .mutant('X24', gup, {
      settings: ['VM', 'VM without a pagemap'],
      caughtBy: [
        'get_user_pages() goes round only while there is a pagemap',
        'get_user_pages() without a pagemap ends',
      ],
    })
}
