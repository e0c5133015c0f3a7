import { expectations } from 'interleave-checker'
import { alternatingBit } from '../../models/classic/alternating-bit.ts'

/**
 * The sender takes a value for acknowledged only once the receiver has it. This is the step property of ABCorrectness.tla,
 * as a transition claim.
 *
 * The states are TLC's for MCAlternatingBit.tla with two values and queues of two: 240, depth 10 (TLC counts states, not
 * steps). TLC generates 1,392 states: 8 are initial, and 188 exceed a queue's capacity, where the step is not enabled here.
 * That leaves 1,196.
 *
 * Exhaustive, since the sender goes on forever; with ten values and queues of ten (`--set data=10 --set longest=10`) all
 * claims hold in 161,920 states (2,491,100 transitions, depth 25).
 */
const spec = alternatingBit
  .transition('an acknowledged value has been received', (before, after) => {
    const isAcknowledged = before.sAck !== before.sBit && after.sAck === after.sBit
    return !isAcknowledged || after.rcvd === after.sent
  })
  .reachable('a duplicate is in transit', s => s.msgQ.length === 2 && s.msgQ[0]?.bit === s.msgQ[1]?.bit)
  .reachable('a stale acknowledgement is in transit', s => s.sAck !== s.sBit && s.ackQ.some(bit => bit !== s.sBit))
  .variant('queues of three', { longest: 3 })

export default spec
export const expected = expectations(spec, {
  base: { census: [240, 1196, 9] },
  'unordered queues': { fails: { 'an acknowledged value has been received': 7 }, census: [1800, 11960, 19] },
  'retransmits with the flipped bit': {
    fails: { 'an acknowledged value has been received': 9 },
    census: [932, 4996, 16],
  },
  'queues of three': { census: [528, 3408, 11] },
})
