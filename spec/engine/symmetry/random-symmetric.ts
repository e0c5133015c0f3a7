/** Random models of alike instances, with ids in cells, records, lists and sets; some of them with an instance that is special. */

import fc from 'fast-check'
import {
  add,
  assert,
  at,
  choose,
  type Id,
  idOf,
  ids,
  type Model,
  model,
  type PerId,
  perId,
  remove,
  type SetOf,
  setOf,
  when,
} from 'interleave-checker'

type NodeId = Id<'node'>
interface Message {
  readonly kind: number
  readonly to: NodeId
  readonly from: NodeId | null
}
interface Node {
  readonly pc: string
  my: number
  peer: NodeId | null
}
interface S {
  owner: NodeId | null
  total: number
  flags: PerId<'node', number>
  seen: Record<NodeId, number>
  queue: NodeId[]
  messages: SetOf<Message>
  byNumber: number[]
  readonly node: Node[]
}
type Me = Node & { readonly id: number }

/** Whose id is used: that of the instance itself, the one it remembers, or the owner; null if there is none. */
const nodeSources = ['self', 'peer', 'owner'] as const
type NodeSource = (typeof nodeSources)[number]

export interface Act {
  readonly act: keyof typeof acts
  readonly source: NodeSource
  readonly n: number
}

function chosenId(source: NodeSource, s: S, me: Me): NodeId | null {
  return source === 'self' ? idOf('node', me.id) : source === 'peer' ? me.peer : s.owner
}

const acts = {
  own: (s: S, _me: Me, id: NodeId | null) => {
    s.owner = id
  },
  free: (s: S) => {
    s.owner = null
  },
  'when owned': (s: S, _me: Me, id: NodeId | null) => when(s.owner === id),
  'when free': (s: S) => when(s.owner === null),
  flag: (s: S, _me: Me, id: NodeId | null, n: number) => {
    if (id !== null) s.flags[id] = n
  },
  'when flagged': (s: S, _me: Me, id: NodeId | null, n: number) => when(id !== null && s.flags[id] === n),
  see: (s: S, _me: Me, id: NodeId | null, n: number) => {
    if (id !== null) s.seen[id] = n
  },
  forget: (s: S, _me: Me, id: NodeId | null) => {
    if (id !== null) delete s.seen[id]
  },
  push: (s: S, _me: Me, id: NodeId | null) => {
    if (id !== null && s.queue.length < 2) s.queue.push(id)
  },
  shift: (s: S, me: Me) => {
    when(s.queue.length > 0)
    me.peer = s.queue.shift() ?? null
  },
  send: (s: S, me: Me, id: NodeId | null, n: number) => {
    if (id !== null) add(s.messages, { kind: n, to: id, from: n === 0 ? idOf('node', me.id) : null })
  },
  take: (s: S, me: Me) => {
    const mine = [...s.messages].filter(({ to }) => to === idOf('node', me.id))
    const message = choose(...mine)
    remove(s.messages, message)
    me.peer = message.from
  },
  any: (s: S, me: Me) => {
    me.peer = choose(...ids('node', s.node.length))
  },
  look: (s: S, me: Me) => {
    if (me.peer !== null) me.my = at(s.node, me.peer).my
  },
  count: (s: S) => {
    s.total = (s.total + 1) % 3
  },
  mine: (_s: S, me: Me, _id: NodeId | null, n: number) => {
    me.my = n
  },
  all: (s: S) => when(s.node.every(({ my }) => my < 2)),
  assert: (s: S, me: Me, _id: NodeId | null, n: number) => assert(s.total !== n || me.my !== n, 'an assertion'),
  'first is special': (s: S, me: Me) => {
    if (me.id === 0) s.total = 2
  },
  'by number': (s: S, me: Me, _id: NodeId | null, n: number) => {
    s.byNumber[me.id] = n
  },
  'order of ids': (s: S, me: Me) => {
    me.peer = ids('node', s.node.length).find(id => s.flags[id] === 1) ?? null
  },
} satisfies { readonly [act: string]: (s: S, me: Me, id: NodeId | null, n: number) => void }

const special = ['first is special', 'by number', 'order of ids'] as const

const claims = {
  'few are up': (s: S, n: number) => s.node.filter(({ my }) => my === n).length < 2,
  'the owner is flagged': (s: S, n: number) => s.owner === null || s.flags[s.owner] !== n,
  'the queue has no twins': (s: S) => new Set(s.queue).size === s.queue.length,
  'few messages': (s: S, n: number) => [...s.messages].length <= n,
  'the total is small': (s: S, n: number) => s.total <= n,
  'few are seen': (s: S, n: number) => Object.keys(s.seen).length <= n,
  'not the first': (s: S) => s.owner !== idOf('node', 0),
  'the last is down': (s: S, n: number) => (s.node.at(-1)?.my ?? 0) <= n,
} satisfies { readonly [claim: string]: (s: S, n: number) => boolean }
type ClaimName = keyof typeof claims
const specialClaims: readonly ClaimName[] = ['not the first', 'the last is down']

export interface RandomSymmetric {
  readonly count: number
  readonly steps: readonly (readonly Act[])[]
  readonly gotos: readonly (number | null)[]
  readonly beginsOwned: boolean
  readonly invariants: readonly (readonly [ClaimName, number])[]
  readonly reachable: readonly (readonly [ClaimName, number])[]
  readonly keepsOwner: boolean
  readonly bound: number | null
}

export function buildSymmetric(random: RandomSymmetric): Model<Record<never, never>, object, string> {
  const { count } = random
  let built = model('symmetric')
    .shared(() => ({
      owner: random.beginsOwned ? idOf('node', 0) : (null as NodeId | null),
      total: 0,
      flags: perId('node', count, () => 0) as PerId<'node', number>,
      seen: {} as Record<NodeId, number>,
      queue: [] as NodeId[],
      messages: setOf<Message>(),
      byNumber: Array<number>(count).fill(0),
    }))
    .process('node', {
      count,
      symmetric: true,
      locals: () => ({ my: 0, peer: null as NodeId | null }),
      steps: Object.fromEntries(
        random.steps.map((step, l) => [
          `l${l}`,
          (s: S, me: Me) => {
            for (const { act, source, n } of step) acts[act](s, me, chosenId(source, s, me), n)
            const goto = random.gotos[l] ?? null
            return goto === null ? undefined : goto < random.steps.length ? `l${goto}` : 'done'
          },
        ]),
      ) as never,
    }) as unknown as Model<Record<never, never>, S, string>
  for (const [i, [name, n]] of random.invariants.entries())
    built = built.invariant(`invariant ${i}: ${name}`, s => claims[name](s as never, n)) as typeof built
  for (const [i, [name, n]] of random.reachable.entries())
    built = built.reachable(`reachable ${i}: ${name}`, s => !claims[name](s as never, n)) as typeof built
  if (random.keepsOwner)
    built = built.transition('the owner alone gives up', (before, after, step) => {
      const { owner } = before as unknown as S
      return owner === null || owner === (after as unknown as S).owner || owner === idOf('node', step.instance)
    }) as typeof built
  const { bound } = random
  if (bound !== null) built = built.within('bound', s => (s as unknown as S).total <= bound) as typeof built
  return built as never
}

/** Whether it has something in it that tells instances apart. It may never show. */
export function isSpecial({ steps, invariants, reachable }: RandomSymmetric): boolean {
  return (
    steps.flat().some(({ act }) => (special as readonly string[]).includes(act)) ||
    [...invariants, ...reachable].some(([name]) => specialClaims.includes(name))
  )
}

const alike = (Object.keys(acts) as Act['act'][]).filter(act => !(special as readonly string[]).includes(act))
const act = fc.record({
  act: fc.oneof(
    { weight: 40, arbitrary: fc.constantFrom(...alike) },
    { weight: 1, arbitrary: fc.constantFrom(...special) },
  ),
  source: fc.constantFrom(...nodeSources),
  n: fc.nat(2),
})
const claim = fc.tuple(
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc.constantFrom(...(Object.keys(claims) as ClaimName[]).filter(name => !specialClaims.includes(name))),
    },
    { weight: 1, arbitrary: fc.constantFrom(...specialClaims) },
  ),
  fc.nat(2),
)

export const randomSymmetric: fc.Arbitrary<RandomSymmetric> = fc.record({
  count: fc.constantFrom(2, 3, 3, 4),
  steps: fc.array(fc.array(act, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
  gotos: fc.array(fc.option(fc.nat(4)), { maxLength: 4 }),
  beginsOwned: fc.boolean(),
  invariants: fc.array(claim, { maxLength: 2 }),
  reachable: fc.array(claim, { maxLength: 1 }),
  keepsOwner: fc.boolean(),
  bound: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat(1) }),
})
