/** Step numbers up to this one take two bytes. */
const maxShort = 0xffff

/**
 * Transitions by number, each with the state that it leads to and its step, in one word while both fit:
 *
 *     | target, -1 for nowhere | step: `shift` bits |
 *
 * Where there are more steps than fit beside the states, they have a list of their own, and `shift` is 0.
 */
export class Transitions {
  count = 0
  /** For loops over many of them; others ask {@link targetOf} and {@link stepOf}. */
  readonly words: Int32Array
  shift: number
  /** The largest step number that fits beside a state. */
  private readonly mask: number
  private steps: Uint16Array | Int32Array | undefined

  /** Room for `most` of them, between this many states. */
  constructor(states: number, most: number) {
    this.words = new Int32Array(most)
    // One bit is for the sign.
    this.shift = Math.clz32(states) - 1
    this.mask = 2 ** this.shift - 1
  }

  add(step: number, target: number): void {
    if (this.steps === undefined && step > this.mask) this.separate()
    if (step > maxShort && this.steps instanceof Uint16Array) this.steps = Int32Array.from(this.steps)
    const number = this.count++
    if (this.steps !== undefined) this.steps[number] = step
    this.words[number] = this.steps === undefined ? (target << this.shift) | step : target
  }

  /** The state that one leads to, or -1. */
  targetOf(transition: number): number {
    return this.words[transition]! >> this.shift
  }

  stepOf(transition: number): number {
    const { steps } = this
    return steps === undefined ? this.words[transition]! & this.mask : steps[transition]!
  }

  /** Gives steps a list of their own. */
  private separate(): void {
    const { words, count } = this
    const steps = new Uint16Array(words.length)
    for (let t = 0; t < count; t++) {
      steps[t] = this.stepOf(t)
      words[t] = this.targetOf(t)
    }
    this.steps = steps
    this.shift = 0
  }
}
