import { expectations } from 'interleave-checker'
import { increment } from '../../models/classic/increment.ts'

const claim = {
  lost: 'no increment is lost',
  twice: 'all processes have read the same count',
  all: 'all increments are made',
} as const

/**
 * Increments that read and write in two steps can be lost; atomic increments cannot.
 *
 * The states are SPIN's (6.5.2, -o1 -o2 -o3, -DNOREDUCE), which stores one state and two transitions more. Two, three and
 * four processes have 115, 1,494 and 26,505 states, and 3, 23 and 179 violating transitions. A variant that 'counts' takes
 * those twice, so its census has that many additional transitions. Atomic, for two to five: 59/96, 422/866, 3,926/9,790 and
 * 44,696/131,635.
 *
 * The claim is perfbook's assertion; the search continues past it. The separate write step never runs in the atomic
 * variants, where no process can read a value that another is about to overwrite.
 *
 * Exhaustive, as each process is done after one increment. Six (`--set processes=6`) lose one in 19 steps, in 15,083,636
 * states (57,425,977 transitions, depth 26); seven atomic ones lose none, in 9,307,497 states (36,023,352 transitions, depth
 * 23).
 */
const spec = increment
  .transition(claim.lost, (before, after, step, c) => {
    const asserts = step.step === 'assert(sum < N || counter == N)'
    return !asserts || after.init[0]?.sum !== c.processes || before.counter === c.processes
  })
  .reachable(claim.twice, s => s.incrementer.every(p => p.pc === 'counter = temp + 1' && p.temp === 0))
  .reachable(claim.all, (s, c) => s.counter === c.processes)
  .variant('three', { processes: 3 })
  .variant('four', { processes: 4 })
  .variant('two, counts', { countsViolations: true })
  .variant('three, counts', { processes: 3, countsViolations: true })
  .variant('four, counts', { processes: 4, countsViolations: true })
  .variant('atomic', { atomic: true })
  .variant('atomic, three', { atomic: true, processes: 3 })
  .variant('atomic, four', { atomic: true, processes: 4 })
  .variant('atomic, five', { atomic: true, processes: 5 })

export default spec

export const expected = expectations(spec, {
  base: { fails: { 'no increment is lost': 7 }, census: [114, 193, 10] },
  three: { fails: { 'no increment is lost': 10 }, census: [1493, 3282, 14] },
  four: { fails: { 'no increment is lost': 13 }, census: [26504, 72235, 18] },
  'two, counts': { fails: { 'no increment is lost': 7 }, census: [114, 196, 10] },
  'three, counts': { fails: { 'no increment is lost': 10 }, census: [1493, 3305, 14] },
  'four, counts': { fails: { 'no increment is lost': 13 }, census: [26504, 72414, 18] },
  atomic: { fails: { 'all processes have read the same count': 'never' }, census: [58, 94, 8] },
  'atomic, three': { fails: { 'all processes have read the same count': 'never' }, census: [421, 864, 11] },
  'atomic, four': { fails: { 'all processes have read the same count': 'never' }, census: [3925, 9788, 14] },
  'atomic, five': { fails: { 'all processes have read the same count': 'never' }, census: [44695, 131633, 17] },
})
