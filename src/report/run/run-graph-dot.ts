/**
 * All shortest runs to a violation as one graph in DOT: where they branch and merge, and where the violation is sealed.
 *
 * One node per state, with the labels of the instances that move, and the number of its other steps by fate; one edge
 * per step, in the colour of its process. The colours of nodes show their fates, if known.
 */

import type { RunGraph, RunNode, RunStep } from '../../analyse/run-graph.ts'
import { grouped } from '../../base/grouped.ts'
import type { Fate } from '../../outcome/fate.ts'
import { dotFile, titlesOf } from '../graphviz/dot-file.ts'
import { endColours, fateLooks, limits } from '../graphviz/dot-look.ts'
import { attributes, labelText, leftLines } from '../graphviz/dot-text.ts'
import { count } from '../text/count.ts'
import { showStep } from '../text/show-step.ts'
import { shorten, showName, showValue } from '../text/value.ts'
import { wrap } from '../text/wrap.ts'
import { castOf, colourOf, type Player } from './cast.ts'
import { constantsOf, headlineOf, titleOf } from './story.ts'
import { turningPointLines } from './turning-point.ts'

/** The graph in DOT. Its size is bounded by `maxNodes` of `runGraph`. */
export function runGraphToDot(graph: RunGraph): string {
  const { witness } = graph
  const cast = castOf(witness)
  const picture = [...graph.nodes.map(nodeLine), ...graph.steps.map(step => stepLine(step, cast)), ...ending(graph)]
  const color = endColours[witness.claim.verdict]
  const titles = titlesOf(titleOf(witness), headlineOf(witness), color, facts(graph), legend(graph))
  return dotFile('runs', titles, picture)
}

function facts({ witness, nodes, states, runs }: RunGraph): string[] {
  const number = runs === 1n ? 'The only shortest run takes' : `${grouped(runs)} shortest runs take`
  return [
    constantsOf(witness),
    `${number} ${count(witness.steps.length, 'step')}, through a total of ${count(states, 'state')}.`,
    nodes.length === states
      ? ''
      : `Only ${nodes.length} of them are drawn: those of the simplest run, and of others that differ most from it.`,
  ]
}

const meanings = {
  endangered: 'White: endangered. The violation can still be avoided.',
  cornered: 'Orange, dashed: cornered. It can only be avoided by starving some process.',
  doomed: 'Orange: doomed. Every run breaks it.',
  broken: 'Red: broken. The violation has happened.',
}

function legend({ nodes, steps }: RunGraph): string[] {
  const fates = new Set(nodes.map(({ fate }) => fate))
  const known = (['endangered', 'cornered', 'doomed', 'broken'] as const).filter(fate => fates.has(fate))
  return [
    'In each state: its distance from the initial states in steps, and the label of each process that moves.',
    ...(nodes.some(({ exits }) => exits.length > 0)
      ? ['+1 to safety: one more step is enabled there, which is on none of these runs and leads to safety.']
      : []),
    ...known.map(fate => meanings[fate]),
    ...(steps.some(({ seals }) => seals)
      ? ['A thick orange arrow seals it: before this step it could be avoided.']
      : []),
  ]
}

function nodeLine(node: RunNode): string {
  const lines = [
    ...node.positions.map(({ process, instance, at }) => {
      const name = `${showName(process)} ${instance}`
      return `${name} ${at === 'done' ? 'done' : `at ${showValue(at)}`}`
    }),
    ...exitLines(node),
  ]
  const label = [numberOf(node), ...lines].map(line => shorten(line, limits.name)).map(labelText)
  const look = node.fate === undefined ? {} : fateLooks[node.fate]
  return `s${node.id} ${attributes({ label: leftLines(label), id: `state-${node.id}`, ...look, ...(node.fate === 'broken' && { penwidth: 2 }) })}`
}

/** The number of the state, and its fate if the violation can no longer be avoided. */
function numberOf({ depth, fate }: RunNode): string {
  return fate === undefined || fate === 'endangered' ? `${depth}` : `${depth}  ${fate}`
}

const exitNames: Record<Fate | 'unknown', string> = {
  safe: 'to safety',
  endangered: 'elsewhere, avoidable',
  cornered: 'elsewhere, cornered',
  doomed: 'elsewhere, doomed',
  broken: 'directly to the violation',
  unknown: 'elsewhere',
}

function exitLines({ exits, left }: RunNode): string[] {
  return [
    ...exits.map(({ fate, count: n }) => `+${n} ${exitNames[fate]}`),
    ...(left > 0 ? [`+${left} on these runs, not drawn`] : []),
  ]
}

function stepLine(step: RunStep, cast: readonly Player[]): string {
  const color = step.seals ? fateLooks.doomed.color : colourOf(cast, step).picture
  const title = wrap(shorten(showStep(step), 2 * limits.edge), 28)
  const label = leftLines([...title, ...(step.seals ? ['seals it'] : [])].map(line => labelText(` ${line} `)))
  const to = step.to === undefined ? 'claim' : `s${step.to}`
  return `s${step.from} -> ${to} ${attributes({ label, color, fontcolor: color, ...(step.seals && { penwidth: 4 }) })}`
}

/** The claim, below the states and steps that break it. */
function ending({ witness, nodes, steps }: RunGraph): string[] {
  const color = endColours[witness.claim.verdict]
  const ends = nodes.filter(node => steps.every(({ from }) => from !== node.id) && node.depth === witness.steps.length)
  const sentences = [
    headlineOf(witness),
    ...turningPointLines(witness).map(line => `The simplest of the runs: ${line}`),
  ]
  const label = sentences.flatMap(line => wrap(shorten(line, 400), limits.message)).map(labelText)
  return [
    `claim ${attributes({ shape: 'box', label: label.join('\\n'), fontname: 'Helvetica', fontsize: 13, fontcolor: 'white', fillcolor: color, color, margin: '0.25,0.14' })}`,
    ...ends.map(({ id }) => `s${id} -> claim ${attributes({ arrowhead: 'none', color, penwidth: 3 })}`),
  ]
}
