/** Bars along the lanes: spans that the model names, and, hatched, the times when an instance could not move. */

import type { Witness } from '../../../witness/witness.ts'
import { showName, showValue } from '../../text/value.ts'
import { waitsFor } from '../awaited.ts'
import type { Player } from '../cast.ts'
import { showRead } from '../reads.ts'
import { inColumns } from '../span-marks.ts'
import { type Plan, size, stateSpan } from './geometry.ts'
import { element, text, title } from './markup.ts'
import { clipped, fonts, widthOf } from './type.ts'

export interface Bar {
  readonly kind: 'span' | 'blocked'
  readonly lane: number
  /** Bars that overlap in time are in different columns of their lane. */
  readonly column: number
  readonly name: string
  /** The full text. */
  readonly full: string
  /** The states of the run. */
  readonly from: number
  readonly to: number
}

/** The length of a name, in pixels, for which a bar is made long enough. */
const longestName = 120
/** A long bar repeats its name after this many pixels. */
const repeatEvery = 700

export function barsOf(witness: Witness, players: readonly Player[]): Bar[] {
  const { spans, blocked } = witness
  const laneOf = (one: { process: string | null; instance: number }): number =>
    players.findIndex(({ process, instance }) => process === one.process && instance === one.instance)
  const bars = [
    ...(spans ?? []).map(span => {
      const name = showName(span.name)
      return { kind: 'span' as const, lane: laneOf(span), name, full: name, from: span.from, to: span.to }
    }),
    ...(blocked ?? [])
      .filter(({ process }) => process !== null)
      .map(one => {
        const full = `waits at ${showValue(one.step)} since ${waitsFor(witness, one)
          .map(read => showRead(read, 200))
          .join(', ')}`
        return { kind: 'blocked' as const, lane: laneOf(one), name: 'waits', full, from: one.from, to: one.to }
      }),
  ].filter(({ lane }) => lane >= 0)
  return players.flatMap((_, lane) => inColumns(bars.filter(bar => bar.lane === lane)))
}

export function columnsTaken(bars: readonly Bar[], lane: number): number {
  return Math.max(0, ...bars.filter(bar => bar.lane === lane).map(({ column }) => column + 1))
}

/** How long a bar should be, for its name. */
export function lengthWanted({ name }: Bar): number {
  return Math.min(longestName, widthOf(name, fonts.small)) + 12
}

export function drawBars(plan: Plan): string[] {
  return plan.bars.map(bar => drawBar(plan, bar))
}

function drawBar(plan: Plan, bar: Bar): string {
  const lane = plan.lanes[bar.lane]
  if (lane === undefined) return ''
  const x = lane.x + size.lanePadding + bar.column * (size.barWidth + size.barGap)
  const [from, to] = stateSpan(plan, bar.from, bar.to)
  const [y, height] = [from + 1, Math.max(4, to - from - 2)]
  const name = clipped(bar.name, fonts.small, Math.min(height - 8, longestName * 2))
  return element(
    'g',
    { class: `${bar.kind} mover-${lane.number}`, 'data-from': bar.from, 'data-to': bar.to },
    title(`${lane.player.name}: ${bar.full}`),
    element('rect', { class: 'bar', x, y, width: size.barWidth, height, rx: 3 }),
    ...(bar.kind === 'blocked' ? [element('path', { class: 'hatch', d: hatching(x, y, height) })] : []),
    ...(name === '' ? [] : namesAlong(bar.kind, name, x + size.barWidth / 2 - 3.8, y + 6, height)),
  )
}

/** The name, reading downwards from the beginning of the bar. */
function namesAlong(kind: Bar['kind'], name: string, x: number, y: number, height: number): string[] {
  const times = 1 + Math.max(0, Math.floor((height - widthOf(name, fonts.small) - 12) / repeatEvery))
  return Array.from({ length: times }, (_, i) =>
    text(0, 0, kind === 'blocked' ? 'small halo' : 'small', name, {
      transform: `translate(${Math.round(x * 10) / 10} ${Math.round((y + i * repeatEvery) * 10) / 10}) rotate(90)`,
    }),
  )
}

function hatching(x: number, y: number, height: number): string {
  const strokes: string[] = []
  for (let down = size.barWidth; down <= height; down += 7) {
    strokes.push(`M${Math.round(x)} ${Math.round(y + down)}l${size.barWidth} ${-size.barWidth}`)
  }
  return strokes.join('')
}
