/** A picture, independent of the format: nodes of a few lines, and labelled edges. */

import type { Machine } from '../../machine/machine.ts'
import type { Line } from '../run/story.ts'

export interface PictureNode {
  readonly id: string
  /** The number of a state, shown before the lines. */
  readonly head: string
  readonly lines: readonly Line[]
  /** The number of its state, or of the first one of a cluster; missing for a failure. */
  readonly state?: number
  readonly isInitial: boolean
  readonly isBroken: boolean
  /** Whether some transitions out of it are left out. */
  readonly isPartial: boolean
}

export interface PictureEdge {
  readonly from: string
  readonly to: string
  readonly title: string
  /** The process that determines its colour; null for actions. */
  readonly process: string | null
  readonly instance: number
  readonly isBroken: boolean
  /** Whether its target is not farther from the initial states than its source. */
  readonly isBack: boolean
}

export interface Picture {
  readonly machine: Machine
  readonly title: string
  /** Notes for the reader, one sentence per line. */
  readonly facts: readonly string[]
  /** The parts of the graph that are left out. */
  readonly missing: string | undefined
  readonly nodes: readonly PictureNode[]
  readonly edges: readonly PictureEdge[]
}
