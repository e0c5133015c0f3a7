/**
 * Addresses in memory, in words or in bytes.
 *
 * JavaScript finds its way in an `Int32Array`, by words; generated code and the heap do in bytes. Both are numbers, and one
 * in place of the other is a bug that no small model shows: so they are types of their own, which only this file makes of
 * numbers. Counts and distances stay numbers.
 */

declare const unit: unique symbol

/** An address in words of four bytes. */
export type WordAddress = number & { readonly [unit]: 'words' }

/** An address in bytes. */
export type ByteAddress = number & { readonly [unit]: 'bytes' }

/** A place that is fixed. */
export const atWord = (at: number): WordAddress => at as WordAddress
export const atByte = (at: number): ByteAddress => at as ByteAddress

/** Unsigned: a memory may have up to 4 GB. */
export const bytesOf = (at: WordAddress): ByteAddress => ((at << 2) >>> 0) as ByteAddress

export const wordsOf = (at: ByteAddress): WordAddress => (at >>> 2) as WordAddress

/** A number of words, or bytes, further on. */
export const plus = <At extends WordAddress | ByteAddress>(at: At, more: number): At => (at + more) as At

/** An address in bytes that is stored in memory as a word, which is signed. */
export const addressIn = (words: Int32Array, at: number): ByteAddress => (words[at]! >>> 0) as ByteAddress
