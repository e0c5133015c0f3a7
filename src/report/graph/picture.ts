/** Something to look at, whatever draws it: nodes of a few lines, and labelled edges. */

import type { Machine } from '../../machine/machine.ts'
import type { Line } from '../run/story.ts'

export interface PictureNode {
  readonly id: string
  /** Stands before the lines: the number of a state. */
  readonly head: string
  readonly lines: readonly Line[]
  readonly isInitial: boolean
  readonly isBroken: boolean
  /** Whether transitions out of it are left out. */
  readonly isPartial: boolean
}

export interface PictureEdge {
  readonly from: string
  readonly to: string
  readonly title: string
  /** Whose colour it has: null for actions. */
  readonly process: string | null
  readonly instance: number
  readonly isBroken: boolean
  /** Whether it leads no farther from the initial states than it comes from. */
  readonly isBack: boolean
}

export interface Picture {
  readonly machine: Machine
  readonly title: string
  /** What the reader has to know, one sentence a line. */
  readonly facts: readonly string[]
  /** What is left out of the graph. */
  readonly missing: string | undefined
  readonly nodes: readonly PictureNode[]
  readonly edges: readonly PictureEdge[]
}
