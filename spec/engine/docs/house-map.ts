/** The rooms of src as a graph: an arrow leads from a folder to a folder that it imports. */

import { dotFile } from '../../../src/report/graphviz/dot-file.ts'
import { attributes } from '../../../src/report/graphviz/dot-text.ts'
import { folderOf, importsUnder, storeys } from '../architecture/house.ts'

const purposes: { readonly [folder in (typeof storeys)[number][number]]: string } = {
  base: 'errors, plain data',
  language: 'what an author writes',
  outcome: 'the result of a check',
  machine: 'model + constants, ready to run',
  state: 'packed states and stores',
  footprint: 'recorded steps, generated code',
  symmetry: 'states that names tell apart',
  order: 'steps that may come later',
  search: 'visits every state',
  witness: 'runs, replay, slice',
  simulate: 'random runs',
  temporal: 'claims about whole runs',
  analyse: 'fates, turning points, graphs',
  report: 'text, lanes, DOT, SVG',
  check: 'a check, from a program',
  conform: 'systems seen from outside',
  config: 'interleave.config.ts',
  ui: 'parts that pages share',
  page: 'page of a counterexample',
  verdicts: 'verdict tables',
  web: 'the explorer',
  cli: 'commands, threads, exit codes',
  testing: 'what a failed test shows',
}

/** The map in DOT. Arrows that follow from others are left out. */
export function houseMap(): string {
  const arrows = importsBetweenFolders()
  const drawn = [...arrows].flatMap(([from, targets]) =>
    [...targets].filter(to => !isImplied(arrows, from, to)).map(to => `${from} -> ${to}`),
  )
  const nodes = storeys.map(folders => {
    const boxes = folders.map(name => `${name} ${attributes({ label: `${name}\\n${purposes[name]}` })}`)
    return `{ rank=same; ${boxes.join('; ')} }`
  })
  return dotFile('house', [], [...nodes.reverse(), ...drawn.sort()])
}

/** The folders that each folder imports. */
function importsBetweenFolders(): Map<string, Set<string>> {
  const known = new Set<string>(storeys.flat())
  const found = new Map<string, Set<string>>()
  for (const { from, to } of importsUnder('src')) {
    const [source, target] = [folderOf(from), to.startsWith('src/') ? folderOf(to) : '']
    if (!known.has(source) || !known.has(target) || source === target) continue
    found.set(source, (found.get(source) ?? new Set()).add(target))
  }
  return found
}

/** Whether a longer way leads there too. */
function isImplied(arrows: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  return [...(arrows.get(from) ?? [])].some(next => next !== to && leadsTo(arrows, next, to))
}

function leadsTo(arrows: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  return from === to || [...(arrows.get(from) ?? [])].some(next => leadsTo(arrows, next, to))
}
