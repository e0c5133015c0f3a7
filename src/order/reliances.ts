import type { Layout } from '../state/layout.ts'
import { addCells, type CellSet, cellsAt, placesOf } from './cell-set.ts'
import type { EffectInCells, KnownEffects } from './known-effects.ts'

/** What was relied on about one step: for all places where it was at once, since to meet none of several sets is to meet no member of any. */
interface Reliance {
  readonly mover: number
  readonly step: string
  /** What it does not write. */
  readonly unwritten: CellSet
  /** What it neither writes nor reads, nor together with it any claim. */
  readonly untouched: CellSet
  /** Labels to which it may lead. */
  readonly next: ReadonlySet<string>
}

/** What a search has relied on. A later recording may show that it is wrong. */
export class Reliances {
  private layout: Layout | undefined
  private all = new Map<string, Reliance>()

  /** Notes that a step does not touch some cells, and leads only to these labels. */
  add(layout: Layout, effect: EffectInCells, unwritten: CellSet, untouched: CellSet, next: ReadonlySet<string>): void {
    this.useLayout(layout)
    const { mover, step } = effect
    const key = `${mover} ${step}`
    const known = this.all.get(key)
    if (known === undefined) {
      this.all.set(key, { mover, step, unwritten: unwritten.slice(), untouched: untouched.slice(), next })
      return
    }
    addCells(known.unwritten, unwritten)
    addCells(known.untouched, untouched)
    const both = [...known.next].every(label => next.has(label)) ? known.next : common(known.next, next)
    this.all.set(key, { ...known, next: both })
  }

  /** Whether all of it is still true. */
  hold(effects: KnownEffects): boolean {
    this.useLayout(effects.layout)
    return [...this.all.values()].every(({ mover, step, unwritten, untouched, next }) => {
      const effect = effects.of(mover, step)
      return !effects.touches(effect, unwritten, untouched) && [...(effect.next ?? [])].every(label => next.has(label))
    })
  }

  private useLayout(layout: Layout): void {
    const { layout: before } = this
    this.layout = layout
    if (before === undefined || before.shape === layout.shape) return
    const moved = (cells: CellSet): CellSet => cellsAt(layout, placesOf(before, cells))
    for (const [key, one] of this.all)
      this.all.set(key, { ...one, unwritten: moved(one.unwritten), untouched: moved(one.untouched) })
  }
}

function common(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a].filter(label => b.has(label)))
}
