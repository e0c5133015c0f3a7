/** A store that servers share, such as Redis: each call is atomic, and takes a while. */
export interface SharedCounter {
  /** Adds one, and returns the new number. */
  increment(key: string): Promise<number>
}

/** Lets `limit` requests through in each window of `windowMs`, whichever server receives them. */
export class RateLimiter {
  private readonly counter: SharedCounter
  private readonly limit: number
  private readonly windowMs: number
  private readonly now: () => number

  constructor(counter: SharedCounter, limit: number, windowMs: number, now: () => number) {
    this.counter = counter
    this.limit = limit
    this.windowMs = windowMs
    this.now = now
  }

  async mayPass(client: string): Promise<boolean> {
    const window = Math.floor(this.now() / this.windowMs)
    return (await this.counter.increment(`${client} ${window}`)) <= this.limit
  }
}
