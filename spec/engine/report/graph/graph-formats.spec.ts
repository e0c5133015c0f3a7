import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type StateGraph, wholeStateGraph } from '../../../../src/analyse/state-graph.ts'
import { assert, choose, model, oneOf, when } from '../../../../src/index.ts'
import { type AnyModel, instantiate } from '../../../../src/machine/instantiate.ts'
import { keyOf } from '../../../../src/machine/reference.ts'
import { graphToAut } from '../../../../src/report/graph/aut.ts'
import { pictureToDot } from '../../../../src/report/graph/dot.ts'
import { graphToGraphml } from '../../../../src/report/graph/graphml.ts'
import { firstGraphLine, graphStateLines, lastGraphLine } from '../../../../src/report/graph/json-lines.ts'
import { pictureToMermaid } from '../../../../src/report/graph/mermaid.ts'
import { pictureOf } from '../../../../src/report/graph/picture-of-graph.ts'
import { renderSvg } from '../../../../src/report/graphviz/render-svg.ts'
import { harmless } from '../../../../src/report/text/value.ts'
import { stepTitle } from '../../../../src/witness/witness.ts'
import philosophers from '../../../classic/dining-philosophers.ts'
import peterson from '../../../classic/peterson.ts'
import twoPhaseCommit from '../../../classic/two-phase-commit.ts'
import qrcu from '../../../rcu/qrcu.ts'
import { thrownBy } from '../../base/thrown-by.ts'
import { buildModel, randomModel } from '../../random/random-models.ts'
import { dotLabel, parseAut, parseDot, parseStateDiagram, parseXml, type XmlElement } from '../format-parsers.ts'
import { nasty } from '../witnesses.ts'

async function graphOf(source: AnyModel, variant: string | null = null, maxStates?: number): Promise<StateGraph> {
  return wholeStateGraph(instantiate(source, { variant }), { maxStates })
}

const forms = {
  aut: (graph: StateGraph) => [...graphToAut(graph)].join(''),
  graphml: (graph: StateGraph) => [...graphToGraphml(graph)].join(''),
  jsonl: (graph: StateGraph) =>
    [firstGraphLine(graph.machine), ...graph.states.map(graphStateLines), lastGraphLine(graph.end)].join(''),
  dot: (graph: StateGraph, cluster = 'none') => pictureToDot(pictureOf(graph, cluster)),
  mermaid: (graph: StateGraph, cluster = 'none') => pictureToMermaid(pictureOf(graph, cluster)),
}

/** Its own way out of each text: a state, a step, a choice, a message and names of everything have it. */
function saying(text: string): AnyModel {
  const source = model(text, { [text]: text })
    .shared(() => ({ n: 0, [`cell ${text}`]: text as string }))
    .process(`p ${text}` as 'p', {
      count: 2,
      steps: {
        [`l ${text}`]: (s: { n: number }) => {
          when(s.n < 2)
          s.n++
        },
      } as never,
    })
    .action(`a ${text}`, s => {
      const picked = choose(text, `${text}!`)
      assert(picked !== text, text)
      s[`cell ${text}`] = picked
    })
    .invariant(`i ${text}`, s => (s as unknown as { n: number }).n < 2)
  return source as unknown as AnyModel
}

interface Shape {
  readonly states: number
  readonly failures: number
  readonly edges: readonly string[]
}

/** What every form of a graph must show: how many states, and each transition by its ends. */
function shapeOf({ states }: StateGraph): Shape {
  const failing = states.flatMap(({ transitions }) => transitions.filter(({ to }) => to === null))
  const messages = [...new Set(failing.map(({ breaks, message }) => JSON.stringify([breaks, message])))]
  const edges = states.flatMap(({ transitions }) =>
    transitions.map(({ from, to, breaks, message }) => {
      return `s${from} s${to ?? states.length + messages.indexOf(JSON.stringify([breaks, message]))}`
    }),
  )
  return { states: states.length, failures: messages.length, edges: edges.sort() }
}

const read: { readonly [form in keyof typeof forms]: (text: string, graph: StateGraph) => Shape } = {
  aut(text, { states }) {
    const lts = parseAut(text)
    const initial = states.filter(({ isInitial }) => isInitial).length
    const more = initial > 1 ? 1 : 0
    const entries = lts.edges.slice(0, more * initial)
    expect(entries).toEqual(entries.map((_, i) => ({ from: 0, label: 'initial', to: i + 1 })))
    const edges = lts.edges.slice(entries.length).map(({ from, to }) => `s${from - more} s${to - more}`)
    return { states: states.length, failures: lts.states - states.length - more, edges: edges.sort() }
  },
  graphml(text, { states }) {
    const [keys, [inside]] = partition(parseXml(text).children, ({ name }) => name === 'key')
    const declared = new Set(keys.map(({ attributes }) => attributes.id))
    for (const element of everyElement(inside as XmlElement)) {
      if (element.name === 'data') expect(declared).toContain(element.attributes.key)
    }
    const nodes = inside?.children.filter(({ name }) => name === 'node').map(({ attributes }) => attributes.id) ?? []
    const edges = inside?.children.filter(({ name }) => name === 'edge') ?? []
    return numbered(
      nodes as string[],
      edges.map(({ attributes }) => [attributes.source, attributes.target] as [string, string]),
      states.length,
    )
  },
  jsonl(text, { states }) {
    const lines = text
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    const found = lines.filter(line => 'state' in line)
    expect(found.map(({ state }) => state)).toEqual(states.map((_, i) => i))
    expect(found.map(({ value }) => keyOf(value))).toEqual(states.map(({ state }) => keyOf(state)))
    const shape = shapeOf({ states, machine: undefined as never, end: undefined as never })
    const edges = lines.filter(line => 'from' in line)
    const between = shape.edges.filter(edge => Number(edge.split(' s')[1]) < states.length)
    expect(
      edges
        .filter(({ to }) => to !== null)
        .map(({ from, to }) => `s${from} s${to}`)
        .sort(),
    ).toEqual(between)
    expect(lines.at(-1)).toMatchObject({ states: found.length, transitions: edges.length })
    return shape
  },
  dot(text, { states }) {
    const statements = parseDot(text).filter(({ from }) => !from.startsWith('to_'))
    const [edges, nodes] = partition(statements, ({ to }) => to !== undefined)
    return numbered(
      nodes.map(({ from }) => from),
      edges.map(({ from, to }) => [from, to as string]),
      states.length,
    )
  },
  mermaid(text, { states }) {
    const diagram = parseStateDiagram(text)
    return numbered(
      [...diagram.states.keys()],
      diagram.edges.map(({ from, to }) => [from, to]),
      states.length,
    )
  },
}

/** Nodes `s3` and `f0`: the numbers of failures continue those of the states. */
function numbered(nodes: readonly string[], edges: readonly (readonly [string, string])[], states: number): Shape {
  for (const ends of edges) for (const end of ends) expect(nodes).toContain(end)
  const name = (id: string): string => (id.startsWith('f') ? `s${states + Number(id.slice(1))}` : id)
  const failures = nodes.filter(id => id.startsWith('f')).length
  const ends = edges.map(([from, to]) => `${name(from)} ${name(to)}`)
  return { states: nodes.length - failures, failures, edges: ends.sort() }
}

describe.each(Object.keys(forms) as (keyof typeof forms)[])('a state graph as %s', form => {
  it.each([
    ['peterson', peterson, null],
    ['peterson that is broken', peterson, 'turn before flag'],
    ['qrcu 1x1', qrcu, '1x1'],
    ['two-phase commit', twoPhaseCommit, null],
  ])('has each state and transition of %s once', async (_, source, variant) => {
    const graph = await graphOf(source, variant)
    const shape = read[form](forms[form](graph), graph)
    expect(shape).toEqual(shapeOf(graph))
    expect(shape.edges).toHaveLength(graph.end.census.transitions)
  })

  it('has each state and transition of a random model once', async () => {
    const property = fc.asyncProperty(randomModel, async random => {
      const graph = await graphOf(buildModel(random), null, 40).catch(() => undefined)
      if (graph !== undefined) expect(read[form](forms[form](graph), graph)).toEqual(shapeOf(graph))
    })
    await fc.assert(property, { numRuns: 60 })
  })

  it('encodes every text of a model', async () => {
    for (const text of nasty) {
      const graph = await graphOf(saying(text))
      expect(graph.end.census).toMatchObject({ states: 8 })
      expect(read[form](forms[form](graph), graph)).toEqual(shapeOf(graph))
      expect(forms[form](graph)).not.toMatch(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/u)
    }
  })

  it('is the same text each time', async () => {
    const [once, again] = [await graphOf(twoPhaseCommit), await graphOf(twoPhaseCommit)]
    expect(forms[form](again)).toBe(forms[form](once))
  })

  it('says that a graph is incomplete, unless the format cannot express it', async () => {
    const cut = forms[form](await graphOf(peterson, null, 5))
    const says = { aut: /^des \(0, 5, 5\)/, jsonl: /\{"end":"state limit",.*"transitions":\d,"initialStates":0/ }
    expect(cut).toMatch(
      (says as { [form: string]: RegExp })[form] ?? /PARTIAL \(state limit\): left out \d transitions/,
    )
  })
})

describe('Aldebaran', () => {
  const counter = model('counter')
    .shared(() => oneOf([{ n: 0 }, { n: 1 }]))
    .process('p', {
      steps: {
        add: s => {
          s.n += choose(1, 2)
          assert(s.n < 3, 'too "far"')
        },
      },
    })

  it('adds an initial state before several ones, and shows the failure of a step', async () => {
    expect(forms.aut(await graphOf(counter))).toBe(
      [
        'des (0, 6, 6)',
        '(0, "initial", 1)',
        '(0, "initial", 2)',
        '(1, "p 0: add [1]", 3)',
        '(1, "p 0: add [2]", 4)',
        '(2, "p 0: add [1]", 4)',
        `(2, "p 0: add [2] !! no assertion fails: too 'far'", 5)`,
        '',
      ].join('\n'),
    )
  })

  it('writes labels that can be decoded', async () => {
    for (const text of nasty.filter(text => !/\p{Cs}/u.test(text))) {
      const graph = await graphOf(saying(text))
      const titles = graph.states.flatMap(({ transitions }) => transitions.map(stepTitle))
      const labels = parseAut(forms.aut(graph)).edges.map(({ label }) => label)
      expect(labels.map((label, i) => label.startsWith(titles[i] as string))).toEqual(titles.map(() => true))
    }
  })

  it('has no hidden step by accident', async () => {
    const hidden = model('m')
      .action('tau', () => {})
      .action('i', () => {})
      .action('tau tau', () => {})
      .action('a|b', () => {})
    expect(forms.aut(await graphOf(hidden))).toBe(
      'des (0, 4, 1)\n(0, "%74au", 0)\n(0, "%69", 0)\n(0, "tau tau", 0)\n(0, "a%7Cb", 0)\n',
    )
  })
})

describe('GraphML', () => {
  it('has states and choices as JSON, and names of everything', async () => {
    for (const text of nasty) {
      const graph = await graphOf(saying(text))
      const [, [inside]] = partition(parseXml(forms.graphml(graph)).children, ({ name }) => name === 'key')
      const dataOf = (element: XmlElement) =>
        Object.fromEntries(
          element.children.filter(({ name }) => name === 'data').map(data => [data.attributes.key, data.text]),
        )
      const nodes = (inside?.children ?? []).filter(({ name }) => name === 'node').map(dataOf)
      const edges = (inside?.children ?? []).filter(({ name }) => name === 'edge').map(dataOf)
      const states = graph.states.map(({ state }) => state)
      expect(nodes.slice(0, states.length).map(data => JSON.parse(data['node-state'] as string))).toEqual(states)
      const breaks = nodes.map(data => JSON.parse(data['node-breaks'] ?? '[]'))
      expect(breaks.slice(0, states.length)).toEqual(graph.states.map(({ breaks }) => breaks))
      expect(breaks).toContainEqual([`i ${text}`])
      const taken = graph.states.flatMap(({ transitions }) => transitions)
      expect(edges.map(data => data['edge-label'])).toEqual(taken.map(step => harmless(stepTitle(step))))
      expect(edges.map(data => JSON.parse(data['edge-choices'] ?? '[]'))).toEqual(taken.map(({ choices }) => choices))
    }
  })
})

describe('JSON lines', () => {
  it('name the mover and the step, and the violation', async () => {
    const lines = forms
      .jsonl(await graphOf(peterson, 'without turn', 4))
      .trim()
      .split('\n')
    expect(lines.slice(0, 4)).toEqual([
      expect.stringMatching(
        /^\{"format":"interleave-graph\/1","model":"peterson","variant":"without turn","constants":/,
      ),
      '{"state":0,"depth":0,"initial":true,"value":{"flag":[false,false],"turn":0,"process":[{"pc":"announce"},{"pc":"announce"}]}}',
      '{"from":0,"to":1,"process":"process","instance":0,"step":"announce","choices":[]}',
      '{"from":0,"to":2,"process":"process","instance":1,"step":"announce","choices":[]}',
    ])
    const whole = forms.jsonl(await graphOf(peterson, 'without turn'))
    expect(whole).toMatch(/"breaks":\["no deadlock"\]/)
    expect(whole.trim().split('\n').at(-1)).toBe('{"end":"exhausted","states":8,"transitions":12,"depth":3}')
  })
})

describe('a picture', () => {
  it('is drawn by Graphviz, with every node and edge, for any texts', async () => {
    for (const text of nasty.slice(0, 10)) {
      const graph = await graphOf(saying(text))
      const shape = shapeOf(graph)
      const svg = await draw(forms.dot(graph))
      // And a point with an arrow into the initial state.
      expect(svg.match(/class="node"/g)).toHaveLength(shape.states + shape.failures + 1)
      expect(svg.match(/class="edge"/g)).toHaveLength(shape.edges.length + 1)
      expect(svg).not.toContain('<script')
    }
  })

  it('shows the contents of each state and the effect of each step, in DOT and in Mermaid', async () => {
    const graph = await graphOf(peterson, 'turn before flag')
    const nodes = parseDot(forms.dot(graph))
    const label = (id: string): string =>
      dotLabel(nodes.find(({ from, to }) => from === id && to === undefined)?.attributes.label as string)
    expect(label('s0')).toBe(
      '0  flag       [false, false]\n   turn       0\n   process 0  at announce\n   process 1  at announce\n',
    )
    const broken = graph.states.filter(({ breaks }) => breaks.length > 0).map(({ number }) => `s${number}`)
    expect(broken.length).toBeGreaterThan(0)
    for (const id of broken) expect(label(id)).toContain('!! violated  at most one process is inside')
    expect(nodes.filter(({ attributes }) => attributes.color === '#b42318').map(({ from }) => from)).toEqual(broken)

    const diagram = parseStateDiagram(forms.mermaid(graph))
    expect(diagram.states.get('s0')).toBe(
      '(0)\nflag  [false, false]\nturn  0\nprocess 0  at announce\nprocess 1  at announce',
    )
    expect(diagram.initial).toEqual(['s0'])
    expect(diagram.broken).toEqual(broken)
    expect(diagram.edges[0]).toEqual({ from: 's0', to: 's1', label: 'process 0: announce' })
    expect(diagram.title).toMatch(/^peterson, variant 'turn before flag'; .*32 states, 60 transitions, depth 7$/)
  })

  it('clusters the states of a large graph, and counts all of them and their transitions', async () => {
    for (const [source, variant, by] of [
      [qrcu, '1x1', 'by the label of every process'],
      [twoPhaseCommit, null, "by 'rm'"],
      [philosophers, 'five philosophers', "by how many instances of 'philosopher' stand where"],
    ] as const) {
      const graph = await graphOf(source, variant)
      const picture = pictureOf(graph)
      expect(picture.facts.join('\n')).toContain(by)
      expect(picture.nodes.length).toBeLessThanOrEqual(80)
      const titles = picture.nodes.map(({ lines }) => lines[0]?.name ?? '')
      expect(sum(titles.map(text => Number(/^(\d+) states?$/.exec(text)?.[1])))).toBe(graph.states.length)
      const inside = picture.nodes.map(({ lines }) =>
        Number(/^(\d+) transitions? inside$/.exec(lines[0]?.value ?? '')?.[1] ?? 0),
      )
      const between = picture.edges.map(({ title }) => Number(/ ×(\d+)/.exec(title)?.[1] ?? 1))
      expect(sum(inside) + sum(between)).toBe(graph.end.census.transitions)
    }
  })

  it('groups states as requested', async () => {
    const graph = await graphOf(twoPhaseCommit)
    const clusters = async (how: string) => pictureOf(graph, how).nodes.length
    const distinct = (keyOf: (state: { [cell: string]: unknown }) => unknown) =>
      new Set(graph.states.map(({ state }) => JSON.stringify(keyOf(state)))).size
    expect(await clusters('tm')).toBe(distinct(({ tm }) => tm))
    expect(await clusters('tm, rm')).toBe(distinct(({ tm, rm }) => [tm, rm]))
    expect(await clusters('depth')).toBe(11)
    expect(await clusters('none')).toBe(288)
    const seated = await graphOf(philosophers)
    const eating = (state: { [cell: string]: unknown }) => (state.philosopher as { pc: string }[]).map(({ pc }) => pc)
    const kinds = new Set(seated.states.map(({ state }) => JSON.stringify(eating(state).sort())))
    expect(pictureOf(seated, 'counts').nodes).toHaveLength(kinds.size)
    expect(thrownBy(() => pictureOf(graph, 'mutex'))).toMatchObject({
      code: 'bad-option',
      message: expect.stringContaining(
        "no process or shared cell 'mutex' to cluster by. Use auto, none, places, counts, depth, or some of: rm, tm",
      ),
    })
  })

  it('keeps violations visible in clusters', async () => {
    const picture = pictureOf(await graphOf(peterson, 'turn before flag'), 'places')
    const broken = picture.nodes.filter(({ isBroken }) => isBroken)
    expect(broken.map(({ lines }) => lines.at(-1))).toEqual([
      { name: '!! violated in 2', value: 'at most one process is inside' },
    ])
    const failing = pictureOf(await graphOf(saying('x')), 'n')
    expect(failing.edges.filter(({ to }) => to === 'f0').map(({ isBroken }) => isBroken)).toEqual([true, true, true])
    expect(failing.nodes.at(-1)?.lines).toContainEqual({ name: 'message', value: 'x' })
  })
})

async function draw(dot: string): Promise<string> {
  const result = await renderSvg(dot)
  if (result.kind !== 'rendered') throw new Error(`${result.kind}: ${result.reason}`)
  return result.svg
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0)
}

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter(item => !isFirst(item))]
}

function everyElement(element: XmlElement): XmlElement[] {
  return [element, ...element.children.flatMap(everyElement)]
}
