import { expectations } from 'interleave-checker'
import { alternatingBit } from '../../models/classic/alternating-bit.ts'

/**
 * Every value sent is received and acknowledged, although the queues lose messages. Retransmission and acknowledgement must
 * be weakly fair; delivery must be strongly fair, since each message may be lost before it is delivered, so that delivery is
 * enabled again and again but never continuously.
 *
 * The assumptions, the claim and the 240 states are those of MCAlternatingBit.tla; see `alternating-bit.ts`.
 *
 * Exhaustive, since the sender goes on forever; with queues of four (`--set longest=4`) all claims hold in 980 states (7,648
 * transitions, depth 13).
 *
 * Checks `models/classic/alternating-bit.ts`.
 */
const spec = alternatingBit
  .fair({ weak: ['ReSndMsg', 'SndAck'], strong: ['RcvMsg', 'RcvAck'] })
  .leadsTo(
    'a sent 0 is received',
    s => s.sent === 0 && s.sBit !== s.sAck,
    s => s.rcvd === 0,
  )
  .leadsTo(
    'a sent 1 is received',
    s => s.sent === 1 && s.sBit !== s.sAck,
    s => s.rcvd === 1,
  )
  .leadsTo(
    'a sent value is acknowledged',
    s => s.sBit !== s.sAck,
    s => s.sBit === s.sAck,
  )
  .variant('the receiver is weakly fair', {}, { fair: { weak: ['ReSndMsg', 'SndAck', 'RcvMsg'], strong: ['RcvAck'] } })
  .variant('the sender is weakly fair', {}, { fair: { weak: ['ReSndMsg', 'SndAck', 'RcvAck'], strong: ['RcvMsg'] } })
  .variant('the sender need not retransmit', {}, { fair: { weak: ['SndAck'], strong: ['RcvMsg', 'RcvAck'] } })
  .variant('the receiver need not acknowledge', {}, { fair: { weak: ['ReSndMsg'], strong: ['RcvMsg', 'RcvAck'] } })
export default spec

export const expected = expectations(spec, {
  base: { census: [240, 1196, 9] },
  'unordered queues': {
    fails: { 'a sent 0 is received': [0, 20], 'a sent 1 is received': [0, 20] },
    census: [1800, 11960, 19],
  },
  'retransmits with the flipped bit': {
    fails: {
      'a sent 0 is received': [0, 12],
      'a sent 1 is received': [0, 12],
      'a sent value is acknowledged': [2, 8],
    },
    census: [932, 4996, 16],
  },
  'the receiver is weakly fair': {
    fails: {
      'a sent 0 is received': [1, 4],
      'a sent 1 is received': [1, 4],
      'a sent value is acknowledged': [1, 4],
    },
    census: [240, 1196, 9],
  },
  'the sender is weakly fair': { fails: { 'a sent value is acknowledged': [2, 4] }, census: [240, 1196, 9] },
  'the sender need not retransmit': {
    fails: {
      'a sent 0 is received': [2, 2],
      'a sent 1 is received': [2, 2],
      'a sent value is acknowledged': [2, 2],
    },
    census: [240, 1196, 9],
  },
  'the receiver need not acknowledge': { fails: { 'a sent value is acknowledged': [2, 2] }, census: [240, 1196, 9] },
})
