/** Notes which steps and claims call functions that return the time or random numbers, while a search runs. */

import { runningCode } from '../machine/authors-code.ts'
import type { State } from '../machine/machine.ts'
import { randomError } from '../machine/steady.ts'
import { hearClock, withReplaceableClock } from '../machine/strange-clock.ts'

/** Of a step or claim that asks for the time, the first states are kept, and later ones at double distances. */
const firstKept = 8
/** Steps and claims of which states are kept. */
const maxReaders = 64

export class ClockWatch {
  private random: { readonly what: string; readonly called: string } | undefined
  private readonly readers = new Map<string, { times: number; readonly states: State[] }>()
  private readonly hear = (called: string, isRandom: boolean): void => this.note(called, isRandom)

  /** States in which a step or a claim asked for the time. */
  get states(): State[] {
    return [...this.readers.values()].flatMap(({ states }) => states)
  }

  /** Listens while `work` goes on, except {@link aside}. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    return withReplaceableClock(async () => {
      hearClock(this.hear)
      try {
        return await work()
      } finally {
        hearClock(undefined)
      }
    })
  }

  /** Lets other code of the program run, which may use whatever it likes. */
  async aside<T>(others: () => Promise<T>): Promise<T> {
    const hears = hearClock(undefined)
    try {
      return await others()
    } finally {
      hearClock(hears)
    }
  }

  /** Throws {@link ModelError} if a step or a claim has called a function that returns random numbers. */
  refuseRandom(): void {
    if (this.random !== undefined) throw randomError(this.random.what, this.random.called)
  }

  private note(called: string, isRandom: boolean): void {
    const code = runningCode()
    if (code === undefined) return
    if (isRandom) this.random ??= { what: code.what, called }
    else this.noteTime(code.what, code.state)
  }

  private noteTime(what: string, state: State): void {
    const reader = this.readers.get(what) ?? { times: 0, states: [] }
    if (reader.times === 0 && this.readers.size >= maxReaders) return
    this.readers.set(what, reader)
    reader.times++
    const isPowerOfTwo = (reader.times & (reader.times - 1)) === 0
    if ((reader.times <= firstKept || isPowerOfTwo) && reader.states.at(-1) !== state) reader.states.push(state)
  }
}
