import { join } from 'node:path'
import {
  type GraphEnd,
  type GraphOptions,
  type StateGraph,
  streamStateGraph,
  wholeStateGraph,
} from '../analyse/state-graph.ts'
import { UsageError } from '../base/errors.ts'
import { descriptionOf } from '../language/description-of.ts'
import { instantiate } from '../machine/instantiate.ts'
import type { Machine } from '../machine/machine.ts'
import { graphToAut, needsInitialState } from '../report/graph/aut.ts'
import { pictureToDot } from '../report/graph/dot.ts'
import { graphToGraphml } from '../report/graph/graphml.ts'
import { firstGraphLine, graphStateLines, lastGraphLine } from '../report/graph/json-lines.ts'
import { pictureToMermaid } from '../report/graph/mermaid.ts'
import { missingOfGraph, sizeOfGraph } from '../report/graph/notes.ts'
import type { Picture } from '../report/graph/picture.ts'
import { checkClusterWish, pictureOf } from '../report/graph/picture-of-graph.ts'
import { pictureToSvg } from '../report/graph/svg.ts'
import { headline } from '../report/outcome/outcome-text.ts'
import type { GraphFormat } from './choices.ts'
import { readConstants } from './constants.ts'
import { defaultMemory } from './default-memory.ts'
import { exitCodes } from './exit-codes.ts'
import { loadSpec, variantNames } from './load-spec.ts'
import { notice } from './notice.ts'
import { refuseSource } from './refuse-source.ts'
import { folderOf } from './setting-folder.ts'
import { SpecTypes, warnOfTypes } from './spec-types.ts'
import type { SupervisedTerminal } from './terminal.ts'
import { openTextFile, shownPath, standardOutput, type TextOutput } from './text-output.ts'

export interface GraphCommandOptions {
  readonly variant?: string
  readonly set: readonly string[]
  readonly format: GraphFormat
  readonly cluster?: string
  readonly maxStates?: number
  readonly types?: boolean
  readonly out?: string
}

/** The default limit: a graph that is written in one piece must fit into memory. */
const maxWholeStates = 100_000

/**
 * Writes the state graph of a spec in one setting. Returns 0 if the graph is complete and was written as requested.
 * Otherwise returns the code of an inconclusive check: the graph was cut at a limit, interrupted, or could not be
 * drawn. If the spec has type errors, they are printed, the graph is written for the spec as it runs, and the code is
 * that of a wrong spec.
 */
export async function graphCommand(
  file: string,
  options: GraphCommandOptions,
  terminal: SupervisedTerminal,
): Promise<number> {
  const { format, cluster } = options
  if (cluster !== undefined && !isPicture(format)) {
    throw new UsageError(
      'bad-option',
      `--cluster is only for pictures; --format ${format} writes every state. Use it with svg, dot or mermaid.`,
    )
  }
  if (options.out !== undefined) refuseSource(options.out)
  const types = new SpecTypes([file], options.types)
  try {
    const code = await writeGraph(file, options, terminal)
    return (await warnOfTypes(file, types, 'but the graph is written for the spec as it runs')) ? exitCodes.model : code
  } finally {
    types.stop()
  }
}

async function writeGraph(file: string, options: GraphCommandOptions, terminal: SupervisedTerminal): Promise<number> {
  const { format, cluster } = options
  const spec = await loadSpec(file)
  const machine = instantiate(spec.model, {
    variant: options.variant ?? null,
    set: readConstants(options.set, descriptionOf(spec.model).constants),
  })
  if (cluster !== undefined) checkClusterWish(machine, cluster)
  const folder = folderOf(machine, { file: spec.file, set: options.set, variants: variantNames(spec) })
  const target = options.out ?? (format === 'svg' ? join('out', folder, 'state_graph.svg') : undefined)
  return new GraphWriter(machine, options, target, terminal).write()
}

function isPicture(format: GraphFormat): boolean {
  return format === 'svg' || format === 'dot' || format === 'mermaid'
}

class GraphWriter {
  private readonly machine: Machine
  private readonly options: GraphCommandOptions
  /** The file to write; undefined for standard output. */
  private readonly target: string | undefined
  private readonly terminal: SupervisedTerminal

  constructor(
    machine: Machine,
    options: GraphCommandOptions,
    target: string | undefined,
    terminal: SupervisedTerminal,
  ) {
    this.machine = machine
    this.options = options
    this.target = target
    this.terminal = terminal
  }

  async write(): Promise<number> {
    const { format } = this.options
    if (format === 'svg') return this.writeSvg(this.target as string)
    const end = await this.into(this.target, output => (format === 'jsonl' ? this.stream(output) : this.whole(output)))
    const files = this.target === undefined ? [] : [`Written to  ${shownPath(this.target)}`]
    return this.conclude(end, files)
  }

  /** The DOT is written before it is drawn, so that there is a result even if Graphviz fails. */
  private async writeSvg(svgFile: string): Promise<number> {
    const dotFile = `${svgFile.replace(/\.svg$/i, '')}.dot`
    // Checked before the search rather than after it.
    await (await openTextFile(svgFile)).discard()
    let drawn: Picture | undefined
    let dot = ''
    const end = await this.into(dotFile, async output => {
      const graph = await this.collect()
      drawn = this.picture(graph)
      dot = pictureToDot(drawn)
      await output.write(dot)
      return graph.end
    })
    const result = await pictureToSvg(drawn as Picture, dot)
    const files = [`Written to  ${shownPath(dotFile)}`]
    if (result.kind === 'rendered') {
      await this.into(svgFile, output => output.write(result.svg))
      return this.conclude(end, [...files, `Drawn in    ${shownPath(svgFile)}`])
    }
    notice(
      `no picture: ${result.reason}. Its DOT is in ${shownPath(dotFile)}; try --cluster, or fewer states with --set or --max-states.`,
    )
    this.conclude(end, files)
    return exitCodes.inconclusive
  }

  private async stream(output: TextOutput): Promise<GraphEnd> {
    return this.exploring(async options => {
      await output.write(firstGraphLine(this.machine))
      const stream = streamStateGraph(this.machine, options)
      for (;;) {
        const { done, value } = await stream.next()
        await output.write(done ? lastGraphLine(value) : graphStateLines(value))
        if (done) return value
      }
    })
  }

  private async whole(output: TextOutput): Promise<GraphEnd> {
    const graph = await this.collect()
    for (const text of this.textOf(graph)) await output.write(text)
    if (this.options.format === 'aut' && needsInitialState(graph)) {
      notice(
        'there are several initial states, but .aut allows one: state 0 has a transition "initial" to each of them, and all other states are numbered one higher than in other formats.',
      )
    }
    return graph.end
  }

  private textOf(graph: StateGraph): Iterable<string> {
    switch (this.options.format) {
      case 'aut':
        return graphToAut(graph)
      case 'graphml':
        return graphToGraphml(graph)
      case 'mermaid':
        return [pictureToMermaid(this.picture(graph))]
      default:
        return [pictureToDot(this.picture(graph))]
    }
  }

  private picture(graph: StateGraph): Picture {
    return pictureOf(graph, this.options.cluster)
  }

  private collect(): Promise<StateGraph> {
    return this.exploring(options => wholeStateGraph(this.machine, { maxStates: maxWholeStates, ...options }))
  }

  /** Explores with a progress line, until Ctrl-C. */
  private async exploring<T>(explore: (options: GraphOptions) => Promise<T>): Promise<T> {
    const { terminal } = this
    const title = headline({ model: this.machine.model, variant: this.machine.variant, constants: {} })
    const { maxStates } = this.options
    terminal.doing('exploring the graph')
    try {
      return await explore({
        ...(maxStates !== undefined && { maxStates }),
        maxMemory: defaultMemory('reference'),
        signal: terminal.signal,
        onProgress: progress => terminal.progress(title, progress),
      })
    } finally {
      terminal.progressOver()
    }
  }

  /** Opens the output before the search, and removes an incomplete file. */
  private async into<T>(file: string | undefined, fill: (output: TextOutput) => Promise<T>): Promise<T> {
    const output = file === undefined ? standardOutput(this.terminal) : await openTextFile(file)
    try {
      const filled = await fill(output)
      await output.close()
      return filled
    } catch (error) {
      await output.discard()
      throw error
    }
  }

  /** Reports what was written: on standard output, unless the graph itself goes there. */
  private conclude(end: GraphEnd, files: readonly string[]): number {
    const missing = missingOfGraph(end)
    if (files.length > 0) this.terminal.print([`${headline(this.machine)}: ${sizeOfGraph(end)}`, ...files].join('\n'))
    if (missing === undefined) return exitCodes.allHold
    notice(`the graph is incomplete. ${missing}.`)
    return exitCodes.inconclusive
  }
}
