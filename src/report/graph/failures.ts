import type { GraphTransition, StateGraph } from '../../analyse/state-graph.ts'

/** The failure of a step that leads to no state: shown as a node, since most formats have no edges without a target. */
export interface FailedTransition {
  /** From 0, in the order in which they occur. */
  readonly number: number
  readonly breaks: readonly string[]
  readonly message: string
}

/** The failures of a graph: one for each claim and message, for any number of transitions. */
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

  /** The failure of a transition that leads to no state. */
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
