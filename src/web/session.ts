import { runsToStates } from '../analyse/runs-to-states.ts'
import { wholeStateGraph } from '../analyse/state-graph.ts'
import { UsageError } from '../base/errors.ts'
import type { Constants } from '../language/constants.ts'
import { descriptionOf } from '../language/description-of.ts'
import { type AnyModel, instantiate } from '../machine/instantiate.ts'
import type { Machine } from '../machine/machine.ts'
import { missingOfGraph, sizeOfGraph } from '../report/graph/notes.ts'
import { pictureOf } from '../report/graph/picture-of-graph.ts'
import { pictureToSvg } from '../report/graph/svg.ts'
import { type NamedStep, readStepLink, stepLink } from '../witness/step-link.ts'
import { stillPossible, type Walk, walk, walkedTo } from '../witness/walk.ts'
import type { Witness } from '../witness/witness.ts'
import { readPredicate } from './predicate.ts'
import { type Found, searchState } from './search.ts'

/** The subject of an explorer: a model, its first setting, and a run to begin with. */
export interface Explored {
  /** The spec file as named by the user. */
  readonly file: string
  readonly model: AnyModel
  readonly variant: string | null
  readonly set: Constants
  readonly witness?: Witness | undefined
}

/** The description of a walk: its variant, its initial state, and its steps by their links. */
export interface Way {
  readonly variant: string | null
  readonly start: number
  readonly steps: readonly string[]
}

/** The first message to the page. */
export interface Welcome {
  readonly version: number
  readonly file: string
  readonly model: string
  readonly variants: readonly string[]
  /** The walk to begin with: to the end of the witness, or at an initial state. */
  readonly way: Way
}

export interface FoundWay {
  readonly way?: Way
  readonly stop: Found['stop']
  readonly census: Found['census']
}

/** A walk after the model has changed. */
export interface Kept {
  readonly welcome: Welcome
  /** What is left of the walk. */
  readonly way: Way
  /** Why the rest cannot be walked any more. */
  readonly lost?: string
}

/** Which version of the model is shown. */
export interface Version {
  readonly version: number
  /** Why a later version could not be loaded. */
  readonly problem?: string
}

const limits = { maxStates: 5_000_000, maxSeconds: 60 }
/** The reference engine lists the states to draw; a large graph is clustered. */
const graphLimits = { maxStates: 50_000, maxSeconds: 20 }

/** A picture of all states. */
export interface GraphDrawn {
  readonly svg: string
  /** The size of the graph, and what is missing. */
  readonly note: string
  /** By the id of a node in the picture, a shortest walk to its state, or to the first one of a cluster. */
  readonly ways: { readonly [id: string]: Way }
}

/** The model behind one explorer. It is stateless: each request carries its walk. */
export class Session {
  private subject: Explored
  private state: Version = { version: 1 }
  private readonly machines = new Map<string | null, Machine>()

  constructor(subject: Explored) {
    this.subject = subject
  }

  get version(): Version {
    return this.state
  }

  /** The model has changed. */
  replace(subject: Explored): void {
    this.subject = subject
    this.machines.clear()
    this.state = { version: this.state.version + 1 }
  }

  /** The model has changed, but cannot be loaded: the earlier one stays. */
  stay(problem: string): void {
    this.state = { version: this.state.version, problem }
  }

  /** As much of a walk as the model that is shown now allows. */
  keep(way: Way): Kept {
    const welcome = this.welcome()
    if (way.variant !== null && !welcome.variants.includes(way.variant)) {
      const base = { variant: null, start: 0, steps: [] }
      return { welcome, way: base, lost: `there is no variant '${way.variant}' any more` }
    }
    const { steps, why } = stillPossible(this.machine(way.variant), way.start, stepsOf(way))
    const start = steps > 0 || why === undefined ? way.start : this.startAfterAll(way)
    return {
      welcome,
      way: { ...way, start, steps: way.steps.slice(0, steps) },
      ...(why !== undefined && { lost: why }),
    }
  }

  /** The initial state of a walk, if it still exists. */
  private startAfterAll({ variant, start }: Way): number {
    return start < this.machine(variant).initialStates.length ? start : 0
  }

  welcome(): Welcome {
    const { file, model, witness } = this.subject
    const { name, variants } = descriptionOf(model)
    const variant = witness === undefined ? this.subject.variant : witness.variant
    const start = witness === undefined ? 0 : this.startOf(witness)
    const steps = (witness?.steps ?? []).map(stepLink)
    const { version } = this.state
    return { version, file, model: name, variants: variants.map(known => known.name), way: { variant, start, steps } }
  }

  walk(way: Way, claim?: string): Walk {
    return walk(this.machine(way.variant), way.start, stepsOf(way), claim)
  }

  /**
   * Searches for the nearest state in which a predicate is true: from the end of the walk, or from the initial states.
   */
  async search(
    way: Way,
    predicate: string,
    where: 'from here' | 'from the start',
    signal: { readonly aborted: boolean },
  ): Promise<FoundWay> {
    const machine = this.machine(way.variant)
    const from = where === 'from here' ? walkedTo(machine, way.start, stepsOf(way)) : undefined
    const found = await searchState(machine, from, await readPredicate(predicate), { ...limits, signal })
    const { stop, census } = found
    if (found.steps === undefined) return { stop, census }
    const steps = found.steps.map(stepLink)
    if (from === undefined) return { way: { variant: way.variant, start: found.start, steps }, stop, census }
    return { way: { ...way, steps: [...way.steps, ...steps] }, stop, census }
  }

  /** Draws all states, clustered if there are many. Throws {@link UsageError} if they cannot be drawn. */
  async graph(variant: string | null, signal: { readonly aborted: boolean }): Promise<GraphDrawn> {
    const graph = await wholeStateGraph(this.machine(variant), { ...graphLimits, signal })
    const picture = pictureOf(graph)
    const drawn = await pictureToSvg(picture)
    if (drawn.kind !== 'rendered') throw new UsageError('bad-option', `there is no picture: ${drawn.reason}.`)
    const missing = missingOfGraph(graph.end)
    const note = [sizeOfGraph(graph.end), ...(missing === undefined ? [] : [missing])].join('; ')
    const runTo = runsToStates(graph)
    const ways = picture.nodes.flatMap(({ id, state }): [string, Way][] => {
      if (state === undefined) return []
      const { start, transitions } = runTo(state)
      return [[id, { variant, start, steps: transitions.map(stepLink) }]]
    })
    return { svg: drawn.svg, note, ways: Object.fromEntries(ways) }
  }

  private machine(variant: string | null): Machine {
    let machine = this.machines.get(variant)
    if (machine === undefined) {
      machine = instantiate(this.subject.model, { variant, set: this.subject.set })
      this.machines.set(variant, machine)
    }
    return machine
  }

  /** The initial state in which a witness begins; the constants may have changed since it was written. */
  private startOf(witness: Witness): number {
    const text = JSON.stringify(witness.initial)
    const states = this.machine(witness.variant).initialStates
    return Math.max(
      0,
      states.findIndex(state => JSON.stringify(state) === text),
    )
  }
}

function stepsOf({ steps }: Way): NamedStep[] {
  return steps.map((link, i) => {
    const step = readStepLink(link)
    if (step !== undefined) return step
    throw new UsageError('not-a-walk', `step ${i + 1}, '${link}', is not a step link such as reader.0.enter.`)
  })
}
