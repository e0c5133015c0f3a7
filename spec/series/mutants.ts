import axonram from '../drivers/axonram.ts'
import brd from '../drivers/brd.ts'
import daxLifetime from '../drivers/dax-lifetime.ts'
import daxQueue from '../drivers/dax-queue.ts'
import dcssblk from '../drivers/dcssblk.ts'
import kernelBuild from '../drivers/kernel-build.ts'
import pmemLifetime from '../drivers/pmem-lifetime.ts'
import unbindLock from '../drivers/unbind-lock.ts'
import daxIo from '../mappers/dax-io.ts'
import overlappingRanges from '../mappers/overlapping-ranges.ts'
import blockDevice from '../modes/block-device.ts'
import type { Series } from '../series.ts'
import { showDefectsOfDax } from './mutants-of-dax.ts'
import { showDefectsOfPages } from './mutants-of-pages.ts'

/** For each defect, the settings with no other relevant defect, and the claims that must catch it. */
export function showDefects(table: Series): Series {
  return [showDefectsOfDax, ofRegistration, ofDrivers, showDefectsOfPages, ofBuilding].reduce(
    (t, show) => show(t),
    table,
  )
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
      settings: ['flushed by a partition', 'flushed while open'],
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
    .mutant('X14', blockDevice, { settings: ['V5d', 'VS or VO, a page without a bio'], caughtBy: unprotected })
    .mutant('X15', daxLifetime, { settings: ['VS, axonram', 'VO, axonram', 'VM, axonram'], caughtBy: unprotected })
}

function ofBuilding(table: Series): Series {
  return table
    .mutant('X17', kernelBuild, { settings: ['all but X17'], caughtBy: ['what is configured compiles'] })
    .mutant('X18', kernelBuild, {
      settings: ['all but X18'],
      caughtBy: [
        'DAX is offered with each driver that has it',
        'brd is built with DAX, and without a driver of frames without pages',
      ],
    })
    .mutant('X26', kernelBuild, {
      settings: ['all but X26'],
      caughtBy: ['PFN_DEV is a bit where a driver marks frames with it'],
    })
}
