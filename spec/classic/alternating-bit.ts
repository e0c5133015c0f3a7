import { expectations } from 'interleave-checker'
import { alternatingBit } from '../../models/classic/alternating-bit.ts'

/**
 * The sender takes a value for acknowledged only when the receiver has it: the step of ABCorrectness.tla, as a claim about
 * transitions.
 *
 * The states are TLC's for MCAlternatingBit.tla with two values and queues of two, 240, depth 10, which counts states. It
 * generates 1,392: 8 are initial, and 188 make a queue too long, which here is not enabled. So there are 1,196.
 *
 * Exhaustive, since the sender goes on forever; with ten values and queues of ten (`--set data=10 --set longest=10`) all
 * claims hold in 161,920 (2,491,100 transitions, depth 25).
 */
const spec = alternatingBit
  .transition('what is acknowledged was received', (before, after) => {
    const isAcknowledged = before.sAck !== before.sBit && after.sAck === after.sBit
    return !isAcknowledged || after.rcvd === after.sent
  })
  .reachable('a message comes twice', s => s.msgQ.length === 2 && s.msgQ[0]?.bit === s.msgQ[1]?.bit)
  .reachable('an old acknowledgement is under way', s => s.sAck !== s.sBit && s.ackQ.some(bit => bit !== s.sBit))
  .variant('queues of three', { longest: 3 })

export default spec
export const expected = expectations(spec, {
  base: { census: [240, 1196, 9] },
  'queues without order': { fails: { 'what is acknowledged was received': 7 }, census: [1800, 11960, 19] },
  'sends again with the other bit': { fails: { 'what is acknowledged was received': 9 }, census: [932, 4996, 16] },
  'queues of three': { census: [528, 3408, 11] },
})
