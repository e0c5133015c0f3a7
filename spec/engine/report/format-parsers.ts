/**
 * Parsers for the formats of graphs and witnesses, as small and strict as possible: each knows only the format, not the
 * writer, and throws at anything unknown.
 */

export interface Lts {
  readonly transitions: number
  readonly states: number
  readonly edges: readonly { readonly from: number; readonly label: string; readonly to: number }[]
}

/** Aldebaran: ASCII, one transition a line, a label between double quotes with none in it. */
export function parseAut(text: string): Lts {
  if (!/^[\x20-\x7e\n]*$/.test(text)) throw new Error('not ASCII')
  const [header = '', ...lines] = text.replace(/\n$/, '').split('\n')
  const [, transitions, states] = matched(/^des \(0, (\d+), (\d+)\)$/, header)
  const edges = lines.map(line => {
    const [, from, label = '', to] = matched(/^\((\d+), "([^"]*)", (\d+)\)$/, line)
    for (const state of [from, to]) if (Number(state) >= Number(states)) throw new Error(`no such state: ${line}`)
    return { from: Number(from), label: decodeURIComponent(label.replaceAll("'", '"')), to: Number(to) }
  })
  if (edges.length !== Number(transitions)) throw new Error(`${edges.length} transitions, ${transitions} announced`)
  return { transitions: Number(transitions), states: Number(states), edges }
}

export interface XmlElement {
  readonly name: string
  readonly attributes: { readonly [name: string]: string }
  readonly children: readonly XmlElement[]
  /** The text directly in it. */
  readonly text: string
}

const xmlCharacters = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u
const entities: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"' }

/** XML of elements, attributes and text, with the entities that need no declaration. */
export function parseXml(text: string): XmlElement {
  if (!xmlCharacters.test(text)) throw new Error('a character that XML cannot hold')
  const root = { name: '', attributes: {}, children: [] as XmlElement[], text: '' }
  const open = [root]
  for (const [token] of text.replace(/^<\?xml [^>]*\?>\n/, '').matchAll(/<[^>]*>|[^<]+/g)) {
    const here = open.at(-1) as typeof root
    if (!token.startsWith('<')) {
      here.text += unescapeXml(token)
      continue
    }
    const [, close, name = '', rest = '', empty] = matched(/^<(\/?)([a-z]+)((?: [\w.:]+="[^"<]*")*)(\/?)>$/, token)
    if (close === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes something else`)
      continue
    }
    const attributes = Object.fromEntries(
      [...rest.matchAll(/ ([\w.:]+)="([^"]*)"/g)].map(([, key, value]) => [key, unescapeXml(value as string)]),
    )
    const element = { name, attributes, children: [] as XmlElement[], text: '' }
    here.children.push(element)
    if (empty === '') open.push(element)
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error('not one root')
  return root.children[0] as XmlElement
}

function unescapeXml(text: string): string {
  return text.replace(/&([^;]*);?/g, (whole, name) => {
    const character = entities[name]
    if (character === undefined || !whole.endsWith(';')) throw new Error(`no entity: ${whole}`)
    return character
  })
}

export interface DotStatement {
  readonly from: string
  /** Missing for a node. */
  readonly to?: string
  readonly attributes: { readonly [name: string]: string }
}

/** The nodes and edges of DOT that has one statement a line and quotes every value. */
export function parseDot(text: string): DotStatement[] {
  return text.split('\n').flatMap(line => {
    const [, from = '', to, list = ''] = /^ *(\w+)(?: -> (\w+))? \[(.*)\]$/.exec(line) ?? []
    if (from === '' || ['graph', 'node', 'edge'].includes(from)) {
      matched(/^ *(digraph \w+ \{|subgraph \w+ \{|charset="UTF-8"|\}|(graph|node|edge) \[.*\]|)$/, line)
      return []
    }
    const attribute = /(\w+)="((?:[^"\\]|\\.)*)"(?:, )?/g
    if (list.replace(attribute, '') !== '') throw new Error(`not a list of attributes: ${list}`)
    const attributes = Object.fromEntries([...list.matchAll(attribute)].map(([, name, value]) => [name, value]))
    return [{ from, ...(to !== undefined && { to }), attributes }]
  })
}

/** The text that a label of DOT shows, its lines apart. */
export function dotLabel(label: string): string {
  return label
    .replace(/\\(.)/g, (_, character) => (character === 'l' || character === 'n' ? '\n' : character))
    .replaceAll('&amp;', '&')
}

export interface StateDiagram {
  readonly title: string
  readonly states: ReadonlyMap<string, string>
  readonly initial: readonly string[]
  readonly edges: readonly { readonly from: string; readonly to: string; readonly label: string }[]
  readonly broken: readonly string[]
}

/** A Mermaid state diagram of the statements that graphs need. */
export function parseStateDiagram(text: string): StateDiagram {
  const [open, title = '', close, kind, ...lines] = text.replace(/\n$/, '').split('\n')
  if (open !== '---' || close !== '---' || kind !== 'stateDiagram-v2') throw new Error('no such diagram')
  const states = new Map<string, string>()
  const initial: string[] = []
  const edges: { from: string; to: string; label: string }[] = []
  const broken: string[] = []
  for (const line of lines) {
    const state = /^ {2}state "([^"]*)" as (\w+)$/.exec(line)
    const entry = /^ {2}\[\*\] --> (\w+)$/.exec(line)
    const edge = /^ {2}(\w+) --> (\w+)(?: : ([^:\n;]+(?:;[^:\n;]*)*))?$/.exec(line)
    const marked = /^ {2}class (\w+) broken$/.exec(line)
    if (state !== null) states.set(state[2] as string, decodeMermaid(state[1] as string))
    else if (entry !== null) initial.push(entry[1] as string)
    else if (edge !== null)
      edges.push({ from: edge[1] as string, to: edge[2] as string, label: decodeMermaid(edge[3] ?? '') })
    else if (marked !== null) broken.push(marked[1] as string)
    else matched(/^ {2}classDef broken [\w#,:-]+$/, line)
  }
  return { title: JSON.parse(matched(/^title: (".*")$/, title)[1] as string), states, initial, edges, broken }
}

export interface SequenceDiagram {
  readonly title: string
  readonly participants: readonly string[]
  readonly messages: readonly { readonly participant: number; readonly label: string }[]
  readonly notes: readonly string[]
  /** The messages that are in a frame of their own, as taken again and again. */
  readonly loop: { readonly from: number; readonly to?: number } | undefined
}

/** A Mermaid sequence diagram of messages to oneself and notes. */
export function parseSequenceDiagram(text: string): SequenceDiagram {
  const [kind, title = '', ...lines] = text.replace(/\n$/, '').split('\n')
  if (kind !== 'sequenceDiagram') throw new Error('no such diagram')
  const participants: string[] = []
  const messages: { participant: number; label: string }[] = []
  const notes: string[] = []
  let loop: { from: number; to?: number } | undefined
  for (const line of lines) {
    if (line === '  end' && loop !== undefined && loop.to === undefined) {
      loop.to = messages.length
      continue
    }
    if (/^ {2}loop [\w ,]+$/.test(line) && loop === undefined) {
      loop = { from: messages.length }
      continue
    }
    const participant = /^ {2}participant p(\d+) as (.+)$/.exec(line)
    const message = /^ {2}p(\d+)->>p\1: (.+)$/.exec(line)
    if (participant !== null) participants.push(decodeMermaid(participant[2] as string))
    else if (message !== null)
      messages.push({ participant: Number(message[1]), label: decodeMermaid(message[2] as string) })
    else notes.push(decodeMermaid(matched(/^ {2}Note over p\d+(?:,p\d+)?: (.+)$/, line)[1] as string))
  }
  if (loop !== undefined && loop.to === undefined) throw new Error('a loop without an end')
  return { title: decodeMermaid(matched(/^ {2}title (.+)$/, title)[1] as string), participants, messages, notes, loop }
}

/** The displayed lines of a label. Throws if Mermaid would interpret a part of it. */
export function decodeMermaid(label: string): string {
  const bare = label.replace(/<br\/>|#\d+;/g, ' ')
  if (/[#;:<>"`{}|%&*~$@\\]|--[>x)]|\[\[|direction|\p{C}/iu.test(bare)) throw new Error(`read by Mermaid: ${label}`)
  return label
    .split('<br/>')
    .map(line => line.replace(/#(\d+);/g, (_, number) => String.fromCodePoint(Number(number))))
    .join('\n')
}

function matched(pattern: RegExp, text: string): RegExpExecArray {
  const match = pattern.exec(text)
  if (match === null) throw new Error(`not as the format has it: ${text}`)
  return match
}
