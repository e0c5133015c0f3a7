/** The processor time for a number of things, of which each gets its share of what the others have left. */
export class Patience {
  private readonly before = process.cpuUsage()
  private readonly seconds: number
  private readonly isStopped: () => boolean
  private until = 0

  /** `isStopped` ends it before. */
  constructor(seconds: number, isStopped: () => boolean) {
    this.seconds = seconds
    this.isStopped = isStopped
  }

  /** Begins one of the `left` things that are to come, with a part of its share. */
  begin(left: number, part = 1): void {
    const { spent } = this
    this.until = spent + (Math.max(0, this.seconds - spent) / left) * part
  }

  get isOver(): boolean {
    return this.isStopped() || this.spent > this.until
  }

  private get spent(): number {
    return process.cpuUsage(this.before).user / 1e6
  }
}
