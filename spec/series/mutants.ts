import axonram from '../drivers/axonram.ts'
import brd from '../drivers/brd.ts'
import daxLifetime from '../drivers/dax-lifetime.ts'
import daxQueue from '../drivers/dax-queue.ts'
import dcssblk from '../drivers/dcssblk.ts'
import pmemLifetime from '../drivers/pmem-lifetime.ts'
import unbindLock from '../drivers/unbind-lock.ts'
import percpuRef from '../kernel/percpu-ref.ts'
import daxClear from '../mappers/dax-clear.ts'
import daxFault from '../mappers/dax-fault.ts'
import daxIo from '../mappers/dax-io.ts'
import daxNested from '../mappers/dax-nested.ts'
import daxZeroPageRange from '../mappers/dax-zero-page-range.ts'
import devMap from '../mappers/dev-map.ts'
import dma from '../mappers/dma.ts'
import gup from '../mappers/gup.ts'
import overlappingRanges from '../mappers/overlapping-ranges.ts'
import pfnT from '../mappers/pfn-t.ts'
import scatterlist from '../mappers/scatterlist.ts'
import blockDevice from '../modes/block-device.ts'
import pageMapped from '../modes/page-mapped.ts'
import pfnMode from '../modes/pfn-mode.ts'
import type { Series } from '../series.ts'
import { inAll } from './configurations.ts'

/** For each defect, the settings with no other relevant defect, and the claims that must catch it. */
export function showDefects(table: Series): Series {
  return [
    ofDaxClear,
    ofDaxIo,
    ofDaxFault,
    ofDaxNested,
    ofZeroing,
    ofRegistration,
    ofDrivers,
    ofPfnT,
    ofScatterlists,
    ofDevMap,
    ofPfnMode,
    ofFollowers,
    notShown,
  ].reduce((t, show) => show(t), table)
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
  const insert = 'no PTE is inserted for a frame that its driver has left'
  const unplugged = 'no store to a frame that was unplugged'
  return (
    table
      .mutant('D1', daxFault, { settings: ['all but D1'], caughtBy: ['atomic depth is balanced'] })
      .mutant('D3', daxFault, {
        settings: ['all but D3'],
        caughtBy: [
          'no store to an unmapped address',
          'no load from an unmapped address',
          'RCU depth is balanced',
          'each address used was given by a look-up',
          'unmap gets the address that was mapped',
        ],
      })
      .mutant('D9', daxFault, { settings: ['all but D9'], caughtBy: [unplugged] })
      .mutant('X2', daxFault, { settings: ['all but X2'], caughtBy: ['no read of freed driver data'] })
      // i_mmap_lock makes X4 harmless where PTEs are taken away.
      .mutant('X4', daxFault, { settings: ['all but X4, without i_mmap_lock'], caughtBy: [insert, unplugged] })
      .mutant('X5', daxFault, {
        settings: ['all but X5, a short page'],
        caughtBy: ['each access lies in the page that is mapped'],
      })
  )
}

function ofDaxNested(table: Series): Series {
  const progress = 'a call transfers something or returns an error'
  const sleeps = 'no sleep in an RCU reader'
  const access = 'no access to an unmapped address'
  return table
    .mutant('D1', daxNested, { settings: ['all but D1'], caughtBy: ['atomic depth is balanced'] })
    .mutant('D3', daxNested, {
      settings: ['all but D3'],
      caughtBy: [
        access,
        'RCU depth is balanced',
        'each address used was given by a look-up',
        'what is given back was mapped last',
      ],
    })
    .mutant('D5', daxNested, {
      settings: ['all but D5, NP'],
      caughtBy: [access, sleeps, 'a grace period covers its readers', progress],
    })
    .mutant('D5', daxNested, { settings: ['all but D5, NPC'], caughtBy: [progress] })
    .mutant('D5', daxNested, { settings: ['all but D5, PRE'], caughtBy: [sleeps] })
}

function ofZeroing(table: Series): Series {
  return table
    .mutant('D1', daxZeroPageRange, { settings: ['all but D1'], caughtBy: ['atomic depth is balanced'] })
    .mutant('D3', daxZeroPageRange, {
      settings: ['all but D3'],
      caughtBy: ['no store to an unmapped address', 'each address used was given by a look-up'],
    })
    .mutant('X5', daxZeroPageRange, {
      settings: ['V5b, a short page'],
      caughtBy: ['each access lies in the page that is mapped'],
    })
}

function ofRegistration(table: Series): Series {
  return table
    .mutant('D13', overlappingRanges, {
      settings: ['base', 'V5, NPC', 'V5, PRE', 'looks before it locks'],
      caughtBy: [
        'ranges that are registered do not overlap',
        'a frame is found where its own driver has it, as long as that is registered',
      ],
    })
    .mutant('X20', daxQueue, { settings: ['base'], caughtBy: ['no store to an unmapped address'] })
    .mutant('X27', unbindLock, {
      settings: ['X27, NP', 'X27, NPC'],
      caughtBy: ['nobody waits for a grace period with a lock that a reader may wait for'],
    })
    .mutant('X27', unbindLock, {
      settings: ['X27, PRE', 'X27, dcssblk', 'X27, nested'],
      caughtBy: ['nobody waits for a grace period with a lock that a reader may wait for', 'no deadlock'],
    })
}

function ofDrivers(table: Series): Series {
  const unprotected = ['no store to an unmapped address', 'no read of freed driver data'] as const
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
      settings: ['all but D7a'],
      caughtBy: [
        'no look-up reads a resource that was freed',
        'teardown reads no resource that was freed',
        'a resource lives as long as its record is on the list',
      ],
    })
    .mutant('D7', dcssblk, {
      settings: ['all but D7b'],
      caughtBy: ['teardown and a grace period precede segment_unload'],
    })
    .mutant('D7', dcssblk, {
      settings: ['D7b, its own user'],
      caughtBy: [
        'teardown and a grace period precede segment_unload',
        'a look-up finds only mapped addresses',
        'no store to an unmapped address',
      ],
    })
    .mutant('X16', dcssblk, { settings: ['X16, a short segment'], caughtBy: ['no BUG_ON is hit'] })
    .mutant('X16', dcssblk, {
      settings: ['X16, the add fails'],
      caughtBy: ['no read of freed driver data', 'no BUG_ON is hit', 'an add that fails leaves nothing behind'],
    })
    .mutant('X16', daxIo, {
      settings: ['all repaired, the last byte of a short page'],
      caughtBy: ['a call transfers something or returns an error'],
    })
    .mutant('D8', brd, {
      settings: ['flushed while open', 'flushed by a partition'],
      caughtBy: ['no page is freed while it is mapped', 'no store to a page that was freed'],
    })
    .mutant('X2', pmemLifetime, {
      settings: ['V5c, not bound again'],
      caughtBy: ['no read of freed driver data'],
    })
    .mutant('X2', axonram, { settings: ['only D6 repaired'], caughtBy: ['no read of freed driver data'] })
    .mutant('X2', dcssblk, {
      settings: ['V5d, its own user, X2'],
      caughtBy: ['no read of freed driver data'],
    })
    .mutant('X3', pmemLifetime, {
      settings: ['X2 repaired'],
      caughtBy: ['what is reached belongs to the owner that gave the frame out'],
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

function notShown(table: Series): Series {
  return table.leaveOutDefects(
    ['X17', 'X18'],
    'It keeps the kernel from being built or configured: there is no behaviour to look at.',
  )
}
