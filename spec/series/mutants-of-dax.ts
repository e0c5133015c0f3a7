import daxClear from '../mappers/dax-clear.ts'
import daxFault from '../mappers/dax-fault.ts'
import daxIo from '../mappers/dax-io.ts'
import daxNested from '../mappers/dax-nested.ts'
import daxZeroPageRange from '../mappers/dax-zero-page-range.ts'
import type { Series } from '../series.ts'
import { inAll } from './configurations.ts'

/** The defects of the users of kmap_atomic_pfn_t() in fs/dax.c. */
export function showDefectsOfDax(table: Series): Series {
  return [ofDaxClear, ofDaxIo, ofDaxFault, ofDaxNested, ofZeroing].reduce((t, show) => show(t), table)
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
