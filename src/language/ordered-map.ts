/**
 * Dictionaries whose order matters: `orderedMap`, `get`, `put`, `drop`.
 *
 * The order in which keys were added to a record is not part of a state, so a cache that evicts its oldest entry cannot
 * be a record. It can be an ordered dictionary: a list of pairs in the state, each key once, the oldest first. Read it
 * as a list: `s.cache[0]` is the oldest pair, `s.cache.length` the number of keys, `s.cache.map(([key]) => key)` the
 * keys.
 */

/**
 * An ordered dictionary in the state: its pairs, the oldest first, each key once.
 *
 * @since 0.2.0
 */
export type OrderedMap<V> = [key: string, value: V][]

/**
 * An ordered dictionary for the initial state. If a key is given twice, the last value counts.
 *
 * @since 0.2.0
 */
export function orderedMap<V>(...pairs: readonly (readonly [key: string, value: V])[]): OrderedMap<V> {
  const map: OrderedMap<V> = []
  for (const [key, value] of pairs) put(map, key, value)
  return map
}

/**
 * The value of `key`, or undefined if the dictionary has no such key. Takes time linear in the number of keys.
 *
 * @since 0.2.0
 */
export function get<V>(map: readonly (readonly [key: string, value: V])[], key: string): V | undefined {
  return map.find(([known]) => known === key)?.[1]
}

/**
 * Sets the value of `key`. An existing key keeps its place; a new one becomes the newest. To make a key the newest,
 * drop it first. Takes time linear in the number of keys.
 *
 * @since 0.2.0
 */
export function put<V>(map: OrderedMap<V>, key: string, value: NoInfer<V>): void {
  const pair = map.find(([known]) => known === key)
  if (pair === undefined) map.push([key, value])
  else pair[1] = value
}

/**
 * Removes `key`; changes nothing if the dictionary does not have it. Takes time linear in the number of keys.
 *
 * @since 0.2.0
 */
export function drop(map: OrderedMap<unknown>, key: string): void {
  const at = map.findIndex(([known]) => known === key)
  if (at >= 0) map.splice(at, 1)
}
