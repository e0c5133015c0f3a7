/**
 * The single-lane bridge (J. Magee, J. Kramer, "Concurrency: State Models and Java Programs", 1999; TLA+ examples,
 * SingleLaneBridge.tla). Cars drive round a circular road in both directions. On the bridge, which is part of the road, they
 * cannot pass each other. Cars of both directions wait for the bridge in one queue.
 */

import { choose, model, when } from 'interleave-checker'

interface Road {
  /** The number of cars. The first half drives left, the rest drive right. */
  readonly cars: number
  /** Places are numbered from 1; the road is circular. */
  readonly places: number
  readonly bridge: readonly [first: number, last: number]
}

export const singleLaneBridge = model('single-lane bridge', {
  cars: 4,
  places: 8,
  bridge: [4, 5] as [first: number, last: number],
  /** Mutant: waiting cars leave the queue in any order. */
  inOrder: true,
  /** Mutant: a car enters the bridge despite oncoming traffic. */
  looks: true,
})
  .shared(() => ({ queue: [] as number[] }))
  .process('car', {
    count: c => c.cars,
    locals: (c, id) => ({ at: drivesLeft(id, c) ? c.places : 1 }),
    steps: {
      // Off the bridge, cars can pass each other.
      'drive on': (s, me, c) => {
        const to = nextPlace(me.at, me.id, c)
        const isFree = s.car.every(other => other.at !== to)
        when(!isOnBridge(to, c) || (isOnBridge(me.at, c) && isFree))
        me.at = to
        if (!isOnBridge(to, c) && isOnBridge(nextPlace(to, me.id, c), c)) s.queue.push(me.id)
        return 'drive on'
      },
    },
  })
  .action('drive onto the bridge', (s, c) => {
    when(s.queue.length > 0)
    const place = c.inOrder ? 0 : choose(...s.queue.keys())
    const id = s.queue[place]!
    const car = s.car[id]!
    const to = nextPlace(car.at, id, c)
    when(
      s.car.every((other, otherId) => {
        const comesTowards = isOnBridge(other.at, c) && drivesLeft(otherId, c) !== drivesLeft(id, c)
        return other.at !== to && !(c.looks && comesTowards)
      }),
    )
    car.at = to
    s.queue.splice(place, 1)
  })
  .variant('waiting cars in any order', { inOrder: false })
  .variant('ignores oncoming cars', { looks: false })

export function drivesLeft(car: number, { cars }: Pick<Road, 'cars'>): boolean {
  return car < cars / 2
}

export function isOnBridge(place: number, { bridge: [first, last] }: Pick<Road, 'bridge'>): boolean {
  return first <= place && place <= last
}

function nextPlace(place: number, car: number, c: Road): number {
  if (drivesLeft(car, c)) return place === 1 ? c.places : place - 1
  return place === c.places ? 1 : place + 1
}
