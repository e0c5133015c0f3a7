import type { DirectWatch } from '../machine/direct-run.ts'
import type { State } from '../machine/machine.ts'
import { goTo, type OwnPlace } from '../machine/step-end.ts'
import type { ReadCell } from '../state/codec.ts'
import type { Layout } from '../state/layout.ts'
import type { Write } from './step-leaf.ts'
import { Trace } from './trace.ts'
import { WatchedState } from './watched-state.ts'

/** Watches one run of a step by proxies. */
export class StepWatch implements DirectWatch {
  readonly trace = new Trace()
  private readonly layout: Layout
  private readonly read: ReadCell
  private watched: WatchedState | undefined
  private place: OwnPlace | undefined
  private own: Record<string, unknown> | undefined

  /** `pc` is a cell that was already read. */
  constructor(layout: Layout, { read, pc }: { readonly read: ReadCell; readonly pc: number | undefined }) {
    this.layout = layout
    this.read = read
    if (pc !== undefined) this.trace.known.set(pc, read(pc))
  }

  over(root: State, own: OwnPlace | undefined, where: () => string): { state: object; me: object | undefined } {
    const watched = new WatchedState(this.trace, root, this.layout.root, { read: this.read, isEditable: true })
    this.watched = watched
    const state = watched.root as State
    if (own === undefined) return { state, me: undefined }
    this.place = own
    this.own = (state[own.process] as Record<string, unknown>[])[own.instance] as Record<string, unknown>
    return { state, me: watched.ownOf(this.own, own.instance, where) }
  }

  goTo(label: string): void {
    const { watched, place, own } = this
    if (watched === undefined || place === undefined || own === undefined) return
    watched.endStep(own)
    goTo(watched.root as Record<string, unknown>, place, own, label)
  }

  settle(): void {
    this.watched?.settle()
  }

  readonly onChoose = (width: number, pick: number): void => this.trace.choice(width, pick)

  /**
   * What the run writes, in the order of the cells, where it has changed these: a value that was there before, too, unless
   * the run has read it. Only then is it known that nothing changes.
   */
  writes(changes: readonly Write[]): readonly Write[] {
    const values = new Map(changes.map(({ cell, value }) => [cell, value]))
    for (const cell of this.watched?.touchedCells() ?? []) if (!values.has(cell)) values.set(cell, this.read(cell))
    return [...values]
      .filter(([cell, value]) => this.trace.known.get(cell) !== value)
      .sort(([a], [b]) => a - b)
      .map(([cell, value]) => ({ cell, value }))
  }
}
