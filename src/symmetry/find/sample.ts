import { ModelError } from '../../base/errors.ts'
import type { Machine, State } from '../../machine/machine.ts'
import { type Asymmetry, type Behaviour, behaviourIn, differenceOf } from '../behaviour.ts'
import { type Arrangement, Exchange } from './exchange.ts'
import type { Patience } from './patience.ts'

/** Thrown where no more states may be compared. */
export class SampleSpent extends Error {}

/** What two instances do differently under some names. */
export interface Failure {
  readonly exchange: Exchange
  /** Missing where the model fails in a state with the two exchanged; then `message` says how. */
  readonly difference: Asymmetry | undefined
  readonly message: string | undefined
}

/** Pairs in which nothing differs are counted for the first states only. */
const countedStates = 32

/** States that are compared with those in which two instances are exchanged. */
export class Sample {
  readonly machine: Machine
  readonly states: readonly State[]
  private readonly behaviours: (Behaviour | undefined)[] = []
  private readonly patience: Patience

  constructor(machine: Machine, states: readonly State[], patience: Patience) {
    this.machine = machine
    this.states = states
    this.patience = patience
  }

  /** The first difference under an arrangement. Throws {@link SampleSpent}. */
  failureOf(arrangement: Arrangement): Failure | undefined {
    const exchanges = exchangesOf(this.machine, arrangement)
    for (const i of this.states.keys()) {
      for (const exchange of exchanges) {
        const failure = this.compare(i, exchange)
        if (failure !== undefined) return { ...failure, exchange }
      }
    }
    return undefined
  }

  /** In how many cases the first states behave like those with two things exchanged. Throws {@link SampleSpent}. */
  alikeUnder(arrangement: Arrangement): number {
    const exchanges = exchangesOf(this.machine, arrangement)
    return this.states
      .slice(0, countedStates)
      .reduce((sum, _, i) => sum + exchanges.filter(exchange => this.compare(i, exchange) === undefined).length, 0)
  }

  private compare(i: number, exchange: Exchange): Pick<Failure, 'difference' | 'message'> | undefined {
    if (this.patience.isOver) throw new SampleSpent()
    try {
      const from = this.behaviourOf(i)
      const to = behaviourIn(this.machine, exchange.state(from.state))
      const difference = differenceOf(this.machine, from, to, exchange)
      return difference && { difference, message: undefined }
    } catch (error) {
      // A state with other names may be one that no run reaches, and for which nobody wrote the model.
      if (error instanceof ModelError) return { difference: undefined, message: error.message }
      throw error
    }
  }

  private behaviourOf(i: number): Behaviour {
    this.behaviours[i] ??= behaviourIn(this.machine, this.states[i] as State)
    return this.behaviours[i]
  }
}

/** Up to this many instances, any two are exchanged; of more, only neighbours, which generates the rest. */
const allPairs = 5

function exchangesOf(machine: Machine, arrangement: Arrangement): Exchange[] {
  const { count } = arrangement
  return Array.from({ length: count }, (_, one) => one).flatMap(one => {
    const last = count <= allPairs ? count - 1 : Math.min(one + 1, count - 1)
    return Array.from({ length: last - one }, (_, k) => new Exchange(machine, arrangement, one, one + 1 + k))
  })
}
