import axonram from '../drivers/axonram.ts'
import brd from '../drivers/brd.ts'
import daxLifetime from '../drivers/dax-lifetime.ts'
import dcssblk from '../drivers/dcssblk.ts'
import pmemLifetime from '../drivers/pmem-lifetime.ts'
import percpuRef from '../kernel/percpu-ref.ts'
import daxClear from '../mappers/dax-clear.ts'
import daxFault from '../mappers/dax-fault.ts'
import daxIo from '../mappers/dax-io.ts'
import devMap from '../mappers/dev-map.ts'
import dma from '../mappers/dma.ts'
import gup from '../mappers/gup.ts'
import pfnT from '../mappers/pfn-t.ts'
import scatterlist from '../mappers/scatterlist.ts'
import blockDevice from '../modes/block-device.ts'
import type { Series } from '../series.ts'
import { inAll } from './configurations.ts'

/** Each defect where it is there and nothing else that matters is: what has to catch it. */
export function showDefects(table: Series): Series {
  return [ofDaxClear, ofDaxIo, ofDaxFault, ofDrivers, ofPfnT, ofScatterlists, ofDevMap, ofFollowers, notShown].reduce(
    (t, show) => show(t),
    table,
  )
}

function ofDaxClear(table: Series): Series {
  return table
    .mutant('D1', daxClear, { settings: inAll('only D1'), caughtBy: ['atomic depth is balanced'] })
    .mutant('D2', daxClear, {
      settings: ['only D2, NP'],
      caughtBy: ['no store to an unmapped address', 'no sleep in an RCU reader', 'a grace period covers its readers'],
    })
    .mutant('D2', daxClear, {
      settings: ['only D2, NPC'],
      caughtBy: ['no sleep in an RCU reader', 'no sleep in atomic context'],
    })
    .mutant('D2', daxClear, { settings: ['only D2, PRE'], caughtBy: ['no sleep in an RCU reader'] })
    .mutant('X1', daxClear, { settings: inAll('only X1'), caughtBy: ['unmap gets the address that was mapped'] })
    .mutant('X26', daxClear, {
      settings: ['PFN_DEV is 0'],
      caughtBy: ['no pfn_to_page on unmapped pmem', 'no store to an unmapped address'],
    })
}

function ofDaxIo(table: Series): Series {
  const noProgress = 'a call transfers something or returns an error'
  return table
    .mutant('D1', daxIo, { settings: ['all but D1, NP'], caughtBy: ['atomic depth is balanced'] })
    .mutant('D3', daxIo, {
      settings: ['all but D3, NP'],
      caughtBy: [
        'each address used was given by a look-up',
        'no access to an unmapped address',
        'unmap gets the address that was mapped',
        'RCU depth is balanced',
        noProgress,
      ],
    })
    .mutant('D4', daxIo, {
      settings: ['all but D4, NP'],
      caughtBy: [
        'each access lies in the extent that is mapped',
        'no stale byte in a block after a write to it',
        noProgress,
      ],
    })
    .mutant('D5', daxIo, {
      settings: ['all but D5, NP'],
      caughtBy: [
        'no sleep in an RCU reader',
        'a grace period covers its readers',
        'no access to an unmapped address',
        noProgress,
      ],
    })
    .mutant('D5', daxIo, {
      settings: ['all but D5, NPC'],
      caughtBy: [
        'no sleep in an RCU reader',
        'no sleep in atomic context',
        'a grace period covers its readers',
        noProgress,
      ],
    })
    .mutant('D5', daxIo, { settings: ['all but D5, PRE'], caughtBy: ['no sleep in an RCU reader'] })
    .mutant('X6', daxIo, { settings: ['brd, V5b'], caughtBy: ['no sleep in atomic context', noProgress] })
}

function ofDaxFault(table: Series): Series {
  return table
    .mutant('D9', daxFault, { settings: ['X4 repaired'], caughtBy: ['no store to a frame that was unplugged'] })
    .mutant('X4', daxFault, {
      settings: ['D9 repaired'],
      caughtBy: ['no PTE is inserted to a frame that its driver has left'],
    })
}

function ofDrivers(table: Series): Series {
  const unprotected = ['no store to an unmapped address', 'no read of driver data that was freed'] as const
  return table
    .mutant('D6', axonram, {
      settings: ['only X2 repaired'],
      caughtBy: [
        'a look-up finds only mapped addresses',
        'no store to an unmapped address',
        'teardown and a grace period precede iounmap',
      ],
    })
    .mutant('D7', dcssblk, {
      settings: ['only D7b repaired'],
      caughtBy: ['no read of a resource that was freed', 'a resource lives as long as its record is on the list'],
    })
    .mutant('D7', dcssblk, {
      settings: ['only D7a repaired'],
      caughtBy: ['teardown and a grace period precede segment_unload'],
    })
    .mutant('D7', dcssblk, {
      settings: ['D7b, removed while open'],
      caughtBy: [
        'teardown and a grace period precede segment_unload',
        'a look-up finds only mapped addresses',
        'no store to an unmapped address',
      ],
    })
    .mutant('D8', brd, {
      settings: ['flushed while open'],
      caughtBy: ['no page is freed while it is mapped', 'no store to a page that was freed'],
    })
    .mutant('X2', pmemLifetime, {
      settings: ['V5c, not bound again'],
      caughtBy: ['no read of driver data that was freed'],
    })
    .mutant('X2', axonram, { settings: ['only D6 repaired'], caughtBy: ['no read of driver data that was freed'] })
    .mutant('X2', dcssblk, {
      settings: ['V5d, removed while open, X2'],
      caughtBy: ['no read of driver data that was freed'],
    })
    .mutant('X3', pmemLifetime, {
      settings: ['X2 repaired'],
      caughtBy: ['what is reached belongs to who gave the frame out'],
    })
    .mutant('X14', blockDevice, { settings: ['V5d'], caughtBy: unprotected })
    .mutant('X15', daxLifetime, { settings: ['VS, axonram', 'VM, axonram'], caughtBy: unprotected })
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
    .mutant('X7', pfnT, { settings: ['V5, 32 bits'], caughtBy: ['pfn -> phys -> pfn is the identity'] })
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

function ofFollowers(table: Series): Series {
  const held = ['while a page is held, the memmap is there', 'no pfn_to_page where there is no memmap'] as const
  return table
    .mutant('X21', daxLifetime, {
      settings: ['VS, with X21'],
      caughtBy: ['each reference of the queue is given back', 'no deadlock'],
    })
    .mutant('X22', daxLifetime, {
      settings: ['VO, PRE'],
      caughtBy: ['no store to an unmapped address', 'no read of driver data that was freed'],
    })
    .mutant('X22', gup, { settings: ['VO, only X22'], caughtBy: held })
    .mutant('X22', dma, {
      settings: ['VO'],
      caughtBy: ['the target of a DMA belongs to the driver that gave it out', 'the target of a DMA is plugged'],
    })
    .mutant('X23', gup, {
      settings: ['VO, only the leak of X23'],
      caughtBy: ['who is done holds no reference', 'no deadlock'],
    })
    .mutant('X23', gup, { settings: ['VO, only the order of X23'], caughtBy: held })
    .mutant('X24', gup, {
      settings: ['VM', 'VM without a pagemap'],
      caughtBy: ['get_user_pages() ends that begins without a pagemap'],
    })
}

function notShown(table: Series): Series {
  return table
    .leaveOutDefects(
      ['D13'],
      'Refuted as a race: release can only run later in the same thread. That overlapping ranges are accepted is read off the text; no spec has a second registrar.',
    )
    .leaveOutDefects(['X5', 'X16'], 'It is about parts of a page, and a page is the least that these models map.')
    .leaveOutDefects(
      ['X9', 'X12'],
      'The pfn mode of the RFC, in which pmem has a memmap of its own, is not modelled yet.',
    )
    .leaveOutDefects(
      ['X17', 'X18'],
      'It keeps the kernel from being built or configured: there is no behaviour to look at.',
    )
    .leaveOutDefects(['X20'], 'It is seen by reading: no two tasks are needed, and no state.')
    .leaveOutDefects(
      ['X27'],
      'No reader of 4.2 was found that waits for such a lock, so that there is nothing to model.',
    )
}
