/** Choices that are data, and choices that only say which element of a list is taken. */

import { choose, model, when } from 'interleave-checker'
import { expect, test } from 'vitest'
import { witnessToHtml } from '../../../src/page/witness-html.ts'
import { witnessToDot } from '../../../src/report/run/witness-dot.ts'
import { witnessToLanes } from '../../../src/report/run/witness-lanes.ts'
import { witnessToMail } from '../../../src/report/run/witness-mail.ts'
import { witnessToMermaid } from '../../../src/report/run/witness-mermaid.ts'
import { witnessToText } from '../../../src/report/run/witness-text.ts'
import { showLabel } from '../../../src/report/text/show-step.ts'
import { find } from '../report/witnesses.ts'

/** Sends 0 and 1, whose places are numbers, too; takes one of those on the way; a switch has a fixed number. */
const network = model('network')
  .shared(() => ({ sent: [] as number[], got: [] as number[], isOn: [false, false, false], first: -1 }))
  .action('send', s => {
    when(s.sent.length + s.got.length < 3)
    s.first = choose(0, 1, 2)
    s.sent.push(s.first)
  })
  .action('take', s => {
    const place = choose(...s.sent.keys())
    s.got.push(s.sent[place]!)
    s.sent.splice(place, 1)
  })
  .action('turn on', s => {
    s.isOn[choose(0, 1, 2)] = true
  })
  .invariant('2 and then 0 never arrive', s => !(s.isOn[1] === true && s.got[0] === 2 && s.got[1] === 0))

test('a place in a list is labelled as one, and data as a value', async () => {
  const witness = await find(network)
  const labels = [...witness.steps, ...witness.others.flat()].map(showLabel)
  expect(new Set(labels.filter(label => label.startsWith('send')))).toEqual(
    new Set(['send [0]', 'send [1]', 'send [2]']),
  )
  expect(labels).toContain('turn on [1]')
  expect(labels.filter(label => /^take \[\d\]$/.test(label))).toEqual([])
  expect(labels).toContain('take [element 1 of 1]')
  expect(labels).toContain('take [element 2 of 2]')
})

test('every report calls it so', async () => {
  const witness = await find(network)
  expect(witness.steps.map(showLabel)).toContain('take [element 2 of 2]')
  const plain = (text: string) => text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
  for (const render of [witnessToText, witnessToMail, witnessToLanes, witnessToDot, witnessToMermaid, witnessToHtml])
    expect(plain(render(witness)), render.name).toMatch(/take[ (]\[?element 2 of 2[\])]/)
})
