/** The values of options, in a module of their own, so that parsing options does not load the implementations. */

import type { EngineName } from '../search/explore.ts'
import type { Reduce } from '../search/options.ts'

export const engineNames = Object.keys({ footprint: true, reference: true } satisfies Record<EngineName, true>)

export const reductions = Object.keys({
  auto: true,
  none: true,
  symmetry: true,
  order: true,
  view: true,
} satisfies Record<Reduce, true>)

export const graphFormats = ['svg', 'dot', 'mermaid', 'graphml', 'aut', 'jsonl'] as const
export type GraphFormat = (typeof graphFormats)[number]

export const renderFormats = ['html', 'svg', 'dot', 'text', 'mail', 'json', 'itf', 'mermaid'] as const
export type RenderFormat = (typeof renderFormats)[number]
