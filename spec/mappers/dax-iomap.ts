import { expectations } from 'interleave-checker'
import { neverUnmapsUsed } from '../../models/kernel/address-space.ts'
import { eachConfig, inEachConfig } from '../../models/kernel/config.ts'
import { ENXIO } from '../../models/kernel/errno.ts'
import {
  atomicDepthIsBalanced,
  neverFindsUnmapped,
  neverGoesBeyondMapping,
  neverUsesForeignAddress,
  withAccessClaim,
} from '../../models/kernel/rules.ts'
import { srcuIsBalanced } from '../../models/kernel/srcu.ts'
import { exposesNothing, withTransferClaims } from '../../models/mappers/dax-file.ts'
import { daxIomap } from '../../models/mappers/dax-iomap.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  access: 'no access to an unmapped address', // I2
  found: 'direct_access gives only mapped addresses', // I3
  driverData: 'no read of freed driver data', // I6
  atomicDepth: 'atomic depth is balanced', // I7
  depth: 'reader depth is balanced', // I8
  sleepInReader: 'no sleep in an RCU reader', // I9
  sleepInAtomic: 'no sleep in atomic context', // I10
  provenance: 'each address used was given by direct_access', // I12
  extent: 'each access lies in the extent that is mapped', // I13
  zeroed: 'no stale byte in a block after a write to it', // I14
  unmap: 'a task has an address exactly while it is in a section', // I15
  used: 'no address is unmapped that somebody was given', // I16
  progress: 'a call transfers something or returns an error', // L4, as far as safety goes
  honest: 'a call returns what it transferred',
  reads: 'a read completes',
  writes: 'a write completes',
  copies: 'a private mapping gets a copy',
  refused: 'a call on an unbound device returns an error',
  unbinds: 'unbind completes',
  waits: 'unbind waits for a reader',
} as const

const withFault = { faults: 1, pages: 1, ends: [2], evictions: 0 }

/**
 * `dax_iomap_rw()` and the copy for a private mapping, as in mainline since 4.12 (VX), against kill_dax() and against
 * reclaim of the user's buffer. The findings are in `dax-iomap.md`.
 *
 * Exhaustive for one call on a file of two pages of three bytes each, up to 14,312 states; for two tasks on files of their
 * own, 119,900; for a call and two faults, 278,156. It holds at larger sizes as well: with every start and end and three
 * evictions in 154,280 states, for two tasks with every end and an eviction in 4,099,894, and for two tasks and a fault with
 * an eviction in 14,439,448.
 */
const spec = daxIomap
  // A claim below covers addresses from a mapping, whatever they contain.
  .extend(withAccessClaim)
  .invariant(claim.found, neverFindsUnmapped)
  .invariant(claim.atomicDepth, atomicDepthIsBalanced)
  .invariant(claim.depth, s => srcuIsBalanced(s, s.dax_srcu))
  .invariant(claim.provenance, neverUsesForeignAddress)
  .invariant(claim.extent, neverGoesBeyondMapping)
  .invariant(claim.zeroed, {
    given: s => s.dax_iomap.some(io => io.rw === 'WRITE' && io.moved > 0),
    then: (s, c) => s.dax_iomap.every((io, task) => io.rc === null || exposesNothing(s.media, task, c)),
  })
  .invariant(claim.unmap, s => {
    return [...s.dax_iomap, ...s.fault].every(({ task, index, addr }) => {
      const { maps, mode } = s.tasks[task]!
      return mode === 'user' || (maps.length === (addr === null ? 0 : 1) && (addr === null || index !== null))
    })
  })
  .invariant(claim.used, s => neverUnmapsUsed(s, [...s.dax_iomap, ...s.fault]))

  .extend(withTransferClaims(s => s.dax_iomap))
  .reachable(claim.copies, s => s.fault.some(f => f.rc === 0))
  .reachable(claim.refused, s => s.dax_iomap.some(io => io.rc === -ENXIO) && s.unbind.some(u => u.pc === 'done'))
  .reachable(claim.unbinds, s => s.unbind.some(u => u.pc === 'done'))
  .reachable(claim.waits, s => s.dax_srcu.gp_waits_for.some(waited => waited.length > 0))

  // The base is NP with one call.
  .variants({ config: ['NPC', 'PRE'] })
  .variant('a bad buffer', { badPages: 1 })
  .variant('no buffer', { badPages: 2 })
  .variant('a short page', { short: 1 })
  .variant('from the end of the file', { readsAtEof: true, starts: [1], ends: [1, 2], evictions: 0 })
  .variant('two tasks', { tasks: 2, pages: 1, ends: [2], evictions: 0 })
  .variants({ 'a private mapping': withFault }, eachConfig)
  .variant('two private mappings', { ...withFault, faults: 2 })
  .variant('nobody zeroes', { zeroes: false, badPages: 1 })
  .variant('kill_dax does not wait', { ...withFault, waits: false })
  .variant('nobody checks whether it is alive', { ...withFault, looks: false })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: { faults: 0 }, fails: { copies: 'never' } },
      { where: { badPages: 1 }, fails: { reads: 'never', writes: 'never' } },
      { where: { badPages: 2 }, fails: { reads: 'never', writes: 'never' } },
      { where: ['base', 'NPC', 'PRE'], census: [12796, 29890, 35] },
      {
        where: inEachConfig('a private mapping'),
        census: [12284, 31097, 31],
      },
    ],
  },
  {
    'a bad buffer': { census: [9367, 20599, 30] },
    'no buffer': { fails: { progress: 5 }, census: [2048, 3793, 19] },
    'a short page': { census: [14312, 33536, 34] },
    'from the end of the file': { fails: { reads: 'never', writes: 'never' }, census: [475, 839, 21] },
    'two tasks': { census: [119900, 319108, 37] },
    'two private mappings': { census: [278156, 921078, 40] },
    'nobody zeroes': { fails: { zeroed: 14 }, census: [9367, 20599, 30] },
    'kill_dax does not wait': {
      fails: { access: 9, found: 7, driverData: 8, depth: 9, used: 7, waits: 'never' },
      census: [28842, 69546, 34],
    },
    'nobody checks whether it is alive': {
      fails: { access: 11, found: 9, driverData: 10, depth: 11, used: 9, refused: 'never' },
      census: [28244, 68626, 38],
    },
  },
)
