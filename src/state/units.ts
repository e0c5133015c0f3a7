/**
 * Addresses in memory, in words or in bytes.
 *
 * JavaScript finds its way in an `Int32Array`, by words; generated code and the heap do in bytes. Both are numbers, and one
 * in place of the other is a bug that no small model shows: so they are types of their own, which only this file makes of
 * numbers. Counts and distances stay numbers.
 */

declare const unit: unique symbol

/** An address in words of four bytes. */
export type Words = number & { readonly [unit]: 'words' }

/** An address in bytes. */
export type Bytes = number & { readonly [unit]: 'bytes' }

/** A place that is fixed. */
export const atWord = (at: number): Words => at as Words
export const atByte = (at: number): Bytes => at as Bytes

/** Unsigned: a memory may have up to 4 GB. */
export const bytesOf = (at: Words): Bytes => ((at << 2) >>> 0) as Bytes

export const wordsOf = (at: Bytes): Words => (at >>> 2) as Words

/** A number of words, or bytes, further on. */
export const plus = <At extends Words | Bytes>(at: At, more: number): At => (at + more) as At

/** An address in bytes that lies in memory itself, at a word: signed there. */
export const addressIn = (words: Int32Array, at: number): Bytes => (words[at]! >>> 0) as Bytes
