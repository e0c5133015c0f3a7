import { expectations } from 'interleave-checker'
import { drivesLeft, isOnBridge, singleLaneBridge } from '../../models/classic/single-lane-bridge.ts'

/**
 * Cars never meet on the bridge, and each comes onto it and leaves it again and again, if all drive on: there is one queue
 * for both directions. If the next car is any of those that wait, one may wait forever while the others drive round.
 *
 * The states are TLC's for SingleLaneBridge.tla with two cars for each direction: 3,605, depth 29, which counts states. It
 * generates 20,181, since it counts reasons: the step onto the bridge is there for each car, and twice where the bridge is
 * empty, and so is one off the bridge to a free place.
 *
 * Exhaustive, since cars drive round forever; with six (`--set cars=6`) all claims hold in 231,913 (1,091,556 transitions,
 * depth 42).
 */
const spec = singleLaneBridge
  .invariant('no two cars are at one place of the bridge', (s, c) => {
    const places = s.car.map(car => car.at).filter(place => isOnBridge(place, c))
    return new Set(places).size === places.length
  })
  .invariant('cars on the bridge drive in one direction', (s, c) => {
    const directions = s.car.flatMap((car, id) => (isOnBridge(car.at, c) ? [drivesLeft(id, c)] : []))
    return new Set(directions).size <= 1
  })
  .reachable('two cars are on the bridge', (s, c) => s.car.filter(car => isOnBridge(car.at, c)).length === 2)
  .fair({ weak: ['car', 'drive onto the bridge'] })
  .leadsTo(
    'who is on the bridge leaves it',
    (_s, me, c) => isOnBridge(me.at, c),
    (_s, me, c) => !isOnBridge(me.at, c),
    { of: 'car' },
  )
  .leadsTo(
    'who is elsewhere comes onto the bridge',
    (_s, me, c) => !isOnBridge(me.at, c),
    (_s, me, c) => isOnBridge(me.at, c),
    { of: 'car' },
  )
  .variant('cars may stop', {}, { fair: { weak: ['drive onto the bridge'] } })

export default spec
export const expected = expectations(spec, {
  base: { census: [3605, 12528, 28] },
  'waiting cars in any order': {
    fails: { 'who is elsewhere comes onto the bridge': [2, 24] },
    census: [3605, 13196, 28],
  },
  'looks at nobody': {
    fails: {
      'cars on the bridge drive in one direction': 6,
      'who is on the bridge leaves it': [10, 0],
      'who is elsewhere comes onto the bridge': [10, 0],
      'no deadlock': 10,
    },
    census: [3753, 13064, 28],
  },
  'cars may stop': { fails: { 'who is elsewhere comes onto the bridge': [0, 8] }, census: [3605, 12528, 28] },
})
