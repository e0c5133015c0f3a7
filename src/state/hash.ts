/**
 * The hash of a packed state: the exclusive or of one well mixed number for each of its words.
 *
 * A step that writes one word changes the hash by that word alone: `hash ^ mix(old, i) ^ mix(new, i)`. This is Zobrist
 * hashing with words for squares: no table of random numbers has to stay in the cache, and the hash of a stored
 * state can be recomputed from its words when the index is rebuilt. Hashes only say where to look; states are compared.
 */

/** The constants of murmur3's finaliser. Generated code uses them too. */
export const mixConstants = { first: 0x85ebca6b, second: 0xc2b2ae35 } as const

/** Makes the same word hash differently at two positions. */
export function salt(i: number): number {
  return Math.imul(i + 1, 0x9e3779b9)
}

/** A number for `word` as the `i`th of its state. */
export function mix(word: number, i: number): number {
  let x = Math.imul(word ^ salt(i), mixConstants.first)
  x = Math.imul(x ^ (x >>> 13), mixConstants.second)
  return x ^ (x >>> 16)
}

export function hashOf(words: Int32Array, at: number, sizeWords: number): number {
  let hash = 0
  for (let i = 0; i < sizeWords; i++) hash ^= mix(words[at + i]!, i)
  return hash
}
