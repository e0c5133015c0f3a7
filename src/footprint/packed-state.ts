import type { State } from '../machine/machine.ts'
import { type Twins, twinsOf } from '../machine/steady.ts'
import { cellReader, type ReadCell } from '../state/codec.ts'
import type { Layout } from '../state/layout.ts'
import { unpackState } from '../state/unpack-state.ts'

/**
 * A packed state on which claims are evaluated. It is unpacked once for all of them. Valid only while its words stay where
 * they are.
 */
export class PackedState {
  readonly words: Int32Array
  readonly at: number
  private readonly layout: Layout
  private unpacked: State | undefined
  private twinsWith: { readonly before: PackedState | undefined; readonly twins: Twins } | undefined

  constructor(layout: Layout, words: Int32Array, at: number) {
    this.layout = layout
    this.words = words
    this.at = at
  }

  get read(): ReadCell {
    return cellReader(this.layout, this.words, this.at)
  }

  get state(): State {
    this.unpacked ??= unpackState(this.layout, this.read)
    return this.unpacked
  }

  /** Twins of this state alone, or of the state `before` it and this one. */
  twins(before?: PackedState): Twins {
    if (this.twinsWith === undefined || this.twinsWith.before !== before) {
      const states = before === undefined ? [this.state] : [before.state, this.state]
      this.twinsWith = { before, twins: twinsOf(states) }
    }
    return this.twinsWith.twins
  }
}
