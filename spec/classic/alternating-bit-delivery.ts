import { expectations } from 'interleave-checker'
import { alternatingBit } from '../../models/classic/alternating-bit.ts'

/**
 * What is sent is received and acknowledged in the end, over queues that lose what they like, if the sender sends again, the
 * receiver acknowledges, and taking a message out of a queue is strongly fair: a message may be lost each time that there is
 * one, so that it never stays there to be taken. Sending again and acknowledging need weak fairness only.
 *
 * The assumptions, the claim and the states are those of MCAlternatingBit.tla, 240; see `alternating-bit.ts`.
 *
 * Exhaustive, since the sender goes on forever; with queues of four (`--set longest=4`) all claims hold in 980 (7,648
 * transitions, depth 13).
 *
 * Checks `models/classic/alternating-bit.ts`.
 */
const spec = alternatingBit
  .fair({ weak: ['ReSndMsg', 'SndAck'], strong: ['RcvMsg', 'RcvAck'] })
  .leadsTo(
    'a 0 that is sent is received',
    s => s.sent === 0 && s.sBit !== s.sAck,
    s => s.rcvd === 0,
  )
  .leadsTo(
    'a 1 that is sent is received',
    s => s.sent === 1 && s.sBit !== s.sAck,
    s => s.rcvd === 1,
  )
  .leadsTo(
    'what is sent is acknowledged',
    s => s.sBit !== s.sAck,
    s => s.sBit === s.sAck,
  )
  .variant('the receiver is weakly fair', {}, { fair: { weak: ['ReSndMsg', 'SndAck', 'RcvMsg'], strong: ['RcvAck'] } })
  .variant('the sender is weakly fair', {}, { fair: { weak: ['ReSndMsg', 'SndAck', 'RcvAck'], strong: ['RcvMsg'] } })
  .variant('the sender need not send again', {}, { fair: { weak: ['SndAck'], strong: ['RcvMsg', 'RcvAck'] } })
  .variant('the receiver need not acknowledge', {}, { fair: { weak: ['ReSndMsg'], strong: ['RcvMsg', 'RcvAck'] } })
export default spec

export const expected = expectations(spec, {
  base: { census: [240, 1196, 9] },
  'queues without order': {
    fails: { 'a 0 that is sent is received': [0, 16], 'a 1 that is sent is received': [0, 16] },
    census: [1800, 11960, 19],
  },
  'sends again with the other bit': {
    fails: {
      'a 0 that is sent is received': [0, 10],
      'a 1 that is sent is received': [0, 10],
      'what is sent is acknowledged': [2, 4],
    },
    census: [932, 4996, 16],
  },
  'the receiver is weakly fair': {
    fails: {
      'a 0 that is sent is received': [1, 4],
      'a 1 that is sent is received': [1, 4],
      'what is sent is acknowledged': [1, 4],
    },
    census: [240, 1196, 9],
  },
  'the sender is weakly fair': { fails: { 'what is sent is acknowledged': [2, 4] }, census: [240, 1196, 9] },
  'the sender need not send again': {
    fails: {
      'a 0 that is sent is received': [2, 2],
      'a 1 that is sent is received': [2, 2],
      'what is sent is acknowledged': [2, 2],
    },
    census: [240, 1196, 9],
  },
  'the receiver need not acknowledge': { fails: { 'what is sent is acknowledged': [2, 2] }, census: [240, 1196, 9] },
})
