import { expectations } from 'interleave-checker'
import { drivesLeft, isOnBridge, singleLaneBridge } from '../../models/classic/single-lane-bridge.ts'

/**
 * Cars never meet on the bridge, and every car enters and leaves it infinitely often if all keep driving, since one queue
 * serves both directions. If waiting cars leave the queue in any order, one may wait forever while the others drive round.
 *
 * The states are TLC's for SingleLaneBridge.tla with two cars per direction: 3,605, depth 29 (TLC counts states, not steps).
 * TLC generates 20,181, since it counts each reason for a step: entering the bridge is counted per car, and twice if the
 * bridge is empty, and so is leaving it for a free place.
 *
 * Exhaustive, since cars drive round forever; with six (`--set cars=6`) all claims hold in 231,913 states (1,091,556
 * transitions, depth 42).
 */
const spec = singleLaneBridge
  .invariant('no two cars share a place on the bridge', (s, c) => {
    const places = s.car.map(car => car.at).filter(place => isOnBridge(place, c))
    return new Set(places).size === places.length
  })
  .invariant('cars on the bridge drive in the same direction', (s, c) => {
    const directions = s.car.flatMap((car, id) => (isOnBridge(car.at, c) ? [drivesLeft(id, c)] : []))
    return new Set(directions).size <= 1
  })
  .reachable('two cars are on the bridge', (s, c) => s.car.filter(car => isOnBridge(car.at, c)).length === 2)
  .fair({ weak: ['car', 'drive onto the bridge'] })
  .leadsTo(
    'a car on the bridge leaves it',
    (_s, me, c) => isOnBridge(me.at, c),
    (_s, me, c) => !isOnBridge(me.at, c),
    { of: 'car' },
  )
  .leadsTo(
    'a car off the bridge enters it',
    (_s, me, c) => !isOnBridge(me.at, c),
    (_s, me, c) => isOnBridge(me.at, c),
    { of: 'car' },
  )
  .variant('cars may stop', {}, { fair: { weak: ['drive onto the bridge'] } })

export default spec
export const expected = expectations(spec, {
  base: { census: [3605, 12528, 28] },
  'waiting cars in any order': {
    fails: { 'a car off the bridge enters it': [2, 24] },
    census: [3605, 13196, 28],
  },
  'ignores oncoming cars': {
    fails: {
      'cars on the bridge drive in the same direction': 6,
      'a car on the bridge leaves it': [10, 0],
      'a car off the bridge enters it': [10, 0],
      'no deadlock': 10,
    },
    census: [3753, 13064, 28],
  },
  'cars may stop': { fails: { 'a car off the bridge enters it': [0, 8] }, census: [3605, 12528, 28] },
})
