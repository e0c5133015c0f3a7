import type { GraphTransition, StateGraph } from '../../analyse/state-graph.ts'

/** What a step comes to that leads to no state: shown as a node, since most formats have no edge without an end. */
export interface FailedTransition {
  /** From 0 on, in the order in which they are met. */
  readonly number: number
  readonly breaks: readonly string[]
  readonly message: string
}

/** The failures of a graph: one for each claim and message, however many transitions come to it. */
export class Failures {
  private readonly byText = new Map<string, FailedTransition>()

  constructor({ states }: StateGraph) {
    for (const { transitions } of states) {
      for (const transition of transitions) if (transition.to === null) this.add(transition)
    }
  }

  get all(): FailedTransition[] {
    return [...this.byText.values()]
  }

  /** That of a transition that leads to no state. */
  of(transition: GraphTransition): FailedTransition {
    return this.byText.get(textOf(transition)) as FailedTransition
  }

  private add(transition: GraphTransition): void {
    const text = textOf(transition)
    if (this.byText.has(text)) return
    const { breaks, message = '' } = transition
    this.byText.set(text, { number: this.byText.size, breaks, message })
  }
}

function textOf({ breaks, message }: GraphTransition): string {
  return JSON.stringify([breaks, message])
}
