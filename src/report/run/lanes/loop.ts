/** The loop of an infinite run: an arrow beside the lanes, from its last step back to the beginning of its loop. */

import { leadsBack, type Witness } from '../../../witness/witness.ts'
import { nodeOffset, type Plan, type Row, size } from './geometry.ts'
import { element, rounded, text, title } from './markup.ts'
import { clipped, fonts } from './type.ts'

/** The width that it needs beside the lanes. */
export function loopRoom(witness: Witness): number {
  return leadsBack(witness) ? 48 : 0
}

export function drawLoop({ witness, rows, lanes, width }: Plan): string[] {
  const { loop } = witness
  const [first, last] = [rows[loop?.from ?? rows.length], rows.at(-1)]
  if (loop === undefined || first === undefined || last === undefined) return []
  const edge = (row: Row): number => {
    const lane = lanes[row.lane]
    return lane === undefined ? size.margin : lane.cardX + lane.cardWidth
  }
  const x = size.margin + width - 22
  // Above where other arrows enter a card, and below where they leave one.
  const [up, down] = [first.y + 4, last.y + last.cardHeight - 4]
  const middle = (up + down) / 2
  const label = clipped('forever', fonts.small, Math.max(0, down - up - nodeOffset))
  return [
    element(
      'g',
      { class: 'loop', 'data-from': rows.length, 'data-to': loop.from + 1 },
      title(`After step ${rows.length} comes step ${loop.from + 1} again, and so on forever`),
      element('path', {
        d: `M${rounded(edge(last))} ${rounded(down)}H${rounded(x)}V${rounded(up)}H${rounded(edge(first) + 8)}`,
      }),
      element('path', { class: 'head', d: `M${rounded(edge(first))} ${rounded(up)}l8 -4v8z` }),
      ...(label === ''
        ? []
        : [
            text(0, 0, 'small', label, {
              transform: `translate(${rounded(x + 6)} ${rounded(middle - 20)}) rotate(90)`,
            }),
          ]),
    ),
  ]
}
