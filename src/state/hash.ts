/**
 * The hash of a packed state: the exclusive or of one well mixed number for each of its words.
 *
 * A step that writes one word changes the hash by that word alone: `hash ^ mix(old, i) ^ mix(new, i)`. This is Zobrist
 * hashing with words for squares: no table of random numbers has to be kept in the cache, and the hash of a stored
 * state can be had again from its words when the index is rebuilt. Hashes only say where to look; states are compared.
 */

/** A number for `word` as the `i`th of its state: murmur3's finisher, salted by the position. */
export function mix(word: number, i: number): number {
  let x = Math.imul(word ^ Math.imul(i + 1, 0x9e3779b9), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return x ^ (x >>> 16)
}

export function hashOf(words: Int32Array, at: number, sizeWords: number): number {
  let hash = 0
  for (let i = 0; i < sizeWords; i++) hash ^= mix(words[at + i]!, i)
  return hash
}
