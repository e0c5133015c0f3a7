/** States after which it is looked whether putting steps off is worthwhile. */
const statesOfLook = 1024
/** The least share of transitions that are left out. */
const minLeftOut = 0.1
/** The largest share of states for which sets of movers had to be found anew, which takes as long as visiting a hundred states. */
const maxFound = 0.5

/** Whether putting steps off is worth its time: it is given up where it is not. */
export class Worth {
  isGivenUp = false
  private states = 0
  private found = 0
  private transitions = 0
  private leftOut = 0

  /** Counts a state. */
  count(transitions: number, leftOut: number, wasFound: boolean): void {
    this.states++
    this.transitions += transitions
    this.leftOut += leftOut
    if (wasFound) this.found++
    if (this.states === statesOfLook) this.look()
  }

  private look(): void {
    const { states, found, transitions, leftOut } = this
    this.isGivenUp = leftOut < minLeftOut * transitions || found > maxFound * states
    this.states = this.found = this.transitions = this.leftOut = 0
  }
}

/** So many states are looked at, every so much. */
const maxTried = 512
const triedEvery = 16
/** The least share of transitions that would be left out: all is searched anew for that. */
const minWorthwhile = 0.25

/** Whether putting steps off would be worthwhile, from a sample of the states of a search that does not. */
export class TrialOfOrder {
  private states = 0
  private transitions = 0
  private leftOut = 0

  wants(id: number): boolean {
    return this.states < maxTried && id % triedEvery === 0
  }

  count(transitions: number, leftOut: number): void {
    this.states++
    this.transitions += transitions
    this.leftOut += leftOut
  }

  get isWorthwhile(): boolean {
    return this.leftOut > minWorthwhile * this.transitions
  }
}
