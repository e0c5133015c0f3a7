/** An implementation whose calls overlap: one client for each process instance, begun in any order. */

import type { Calls } from './calls.ts'
import type { Implementation, StepKey } from './implementation.ts'
import { threw } from './not-allowed.ts'

/** Which of the possible calls begins next, and which of its choices it takes, by number. */
export interface Beginning {
  readonly call: number
  readonly pick: number
}

export class AtOnce {
  private readonly implementation: Implementation
  private readonly calls: Calls
  private readonly real: unknown
  private failure: { readonly error: unknown } | undefined

  constructor(implementation: Implementation, calls: Calls, real: unknown) {
    this.implementation = implementation
    this.calls = calls
    this.real = real
  }

  /** Begins a call, if there is any that can begin now, and does not wait for it. */
  begin({ call, pick }: Beginning): void {
    if (this.failure !== undefined) return
    const callable = this.calls.callable()
    const key = callable[call % Math.max(1, callable.length)]
    if (key !== undefined) this.start(key, pick)
  }

  /** Judges the end, once nothing moves any more. */
  async finish(): Promise<void> {
    if (this.failure === undefined) this.calls.finish(await this.implementation.observed(this.real))
    if (this.failure !== undefined) throw this.failure.error
  }

  private start(key: StepKey, pick: number): void {
    const handler = this.implementation.handler(key)
    const choices = handler?.picks === true ? pickOf(this.calls.choicesOf(key), pick) : undefined
    const call = this.calls.begin(key, choices)
    const run = async () => handler?.run(this.real, { instance: key.instance, choices: choices ?? [] })
    run().then(
      returned => this.judged(() => this.calls.end(call, returned)),
      error =>
        this.judged(() => {
          throw threw(key, error, this.calls.history)
        }),
    )
  }

  /** The first failure counts; what comes after it is judged by nothing. */
  private judged(work: () => void): void {
    if (this.failure !== undefined) return
    try {
      work()
    } catch (error) {
      this.failure = { error }
    }
  }
}

function pickOf<T>(choices: readonly T[], pick: number): T | undefined {
  return choices[pick % Math.max(1, choices.length)]
}
