/**
 * What is alike in a model as far as states that were compared show, and what is in the way of the rest: found on request, by
 * exchanging two of a number of things in all parts of the state that may be by their numbers.
 */
export interface FoundSymmetries {
  /** How many states were compared with those in which two things are exchanged. */
  readonly states: number
  /** In how many cases something about a step or a claim was new in one of these states, and was recorded. */
  readonly recordings: number
  /** The sets of ids that the model declares itself, which were not looked at. */
  readonly declared: readonly string[]
  /** What is alike. */
  readonly alike: readonly AlikeThings[]
  /** What is not. */
  readonly different: readonly DifferentThings[]
  /** What was not looked at for lack of time, or because there are too many of it. */
  readonly notTried: readonly string[]
}

/**
 * Things that are alike: instances of processes, or components without a process.
 */
export interface AlikeThings {
  /** How many there are. */
  readonly count: number
  /** The processes whose instances they are, number by number. */
  readonly processes: readonly string[]
  /** Arrays and records with a place for each of them. The places of arrays around them are one: `sent[*].to`. */
  readonly places: readonly string[]
  /** Where one of them is named, by its number or a text that ends with it. */
  readonly ids: readonly string[]
  /** A cell that differs in the initial states; missing if these are alike, too. */
  readonly initial?: string
}

/**
 * Things that are not alike: those that came closest to it, and what tells two of them apart.
 */
export interface DifferentThings {
  /** A process, or a part of the shared state. */
  readonly name: string
  /** How many there are. */
  readonly count: number
  /** The two that were exchanged. */
  readonly ids: readonly [string, string]
  /** The step that does something else after that, as `process: label`, or the name of an action. */
  readonly step?: string
  /** The claim that says something else after that. */
  readonly claim?: string
  /** The cell in which the step leaves a difference; missing if the step is not possible for both. */
  readonly cell?: string
  /** What was wrong with the model in a state with the two exchanged, which no run may reach. */
  readonly error?: string
  /** What was renamed along with them. */
  readonly renamed: readonly string[]
  /** How many ways to rename were tried. */
  readonly tried: number
  /** Whether no other way can make them alike; otherwise time was up. */
  readonly isRuledOut: boolean
}
