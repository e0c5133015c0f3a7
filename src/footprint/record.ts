/**
 * The layout of a transition in a batch of successors: the only place that defines it, for walking trees, for the code
 * generated from them, and for looking the successors up.
 *
 *   record   [ word 0 .. word n-1 | hash | leaf ]      the packed state that the transition leads to, its hash, and the
 *                                                      number of the leaf that it came from
 *
 * Records follow one another. JavaScript addresses them in words, generated code in bytes.
 */
export class RecordLayout {
  /** Words of the state, which come first. */
  readonly sizeWords: number
  /** Words of a record: from one record to the next. */
  readonly words: number
  /** The word of a record that holds the hash of the state. */
  readonly hashWord: number
  /** The word of a record that holds the number of the leaf. */
  readonly leafWord: number

  constructor(sizeWords: number) {
    this.sizeWords = sizeWords
    this.hashWord = sizeWords
    this.leafWord = sizeWords + 1
    this.words = sizeWords + 2
  }

  get bytes(): number {
    return 4 * this.words
  }

  /** The byte of a record at which the hash begins. */
  get hashByte(): number {
    return 4 * this.hashWord
  }

  get leafByte(): number {
    return 4 * this.leafWord
  }
}
