/** Random models of processes that mostly mind their own business, with locks, counters, messages and claims of all kinds. */

import fc from 'fast-check'
import { assert, choose, type Model, model, when } from 'interleave-checker'

interface Local {
  readonly pc: string
  x: number
  y: number
}
interface S {
  lock: (number | null)[]
  shared: number[]
  queue: number[]
  readonly a: Local[]
  readonly b: Local[]
}
type Me = Local & { readonly id: number }

const acts = {
  local: (_s: S, me: Me, n: number) => {
    me.x = (me.x + n) % 3
  },
  copy: (_s: S, me: Me) => {
    me.y = me.x
  },
  choose: (_s: S, me: Me, n: number) => {
    me.y = choose(0, n)
  },
  'when local': (_s: S, me: Me, n: number) => when(me.x !== n),
  take: (s: S, me: Me, n: number) => {
    when(s.lock[n % 2] === null)
    s.lock[n % 2] = me.id
  },
  free: (s: S, _me: Me, n: number) => {
    s.lock[n % 2] = null
  },
  write: (s: S, me: Me, n: number) => {
    s.shared[n] = me.x
  },
  read: (s: S, me: Me, n: number) => {
    me.x = s.shared[n] as number
  },
  'read at': (s: S, me: Me) => {
    me.y = s.shared[me.x] as number
  },
  'when shared': (s: S, _me: Me, n: number) => when(s.shared[n] === 0),
  'when either': (s: S, me: Me, n: number) => when(choose(s.shared[n] === 0, me.x === 1)),
  send: (s: S, me: Me) => {
    if (s.queue.length < 2) s.queue.push(me.x)
  },
  receive: (s: S, me: Me) => {
    when(s.queue.length > 0)
    me.y = s.queue.shift() as number
  },
  'assert local': (_s: S, me: Me, n: number) => assert(me.x !== n || me.y !== n),
  'assert shared': (s: S, me: Me, n: number) => assert(s.shared[n] !== 2 || me.y !== 2),
} as const

type Act = keyof typeof acts
type Instr = readonly [Act, number]

const looks = {
  'lock free': (s: S, n: number) => s.lock[n % 2] === null,
  shared: (s: S, n: number) => s.shared[n] === n,
  first: (s: S, n: number) => s.a[0]?.x === n,
  last: (s: S, n: number) => s.b.at(-1)?.y === n,
  two: (s: S, n: number) => s.a[0]?.x === n && s.b[0]?.x === n,
  'two labels': (s: S, n: number) => s.a[0]?.pc === `l${n}` && s.b[0]?.pc === 'l1',
  queue: (s: S, n: number) => s.queue.length === n,
} as const
type Look = readonly [keyof typeof looks, number]

export interface RandomLocal {
  readonly processes: readonly {
    readonly count: number
    readonly steps: readonly (readonly Instr[])[]
    readonly goesBack: boolean
  }[]
  readonly action: readonly Instr[] | null
  readonly invariants: readonly (readonly [Look, Look])[]
  readonly reachable: readonly Look[]
  readonly transitions: readonly (readonly [Look, Look])[]
  readonly mayDeadlock: boolean
}

const own: readonly Act[] = ['local', 'copy', 'choose', 'local', 'copy']
const instr = fc.tuple(fc.constantFrom(...(Object.keys(acts) as Act[]), ...own, ...own), fc.nat(2))
const steps = fc.array(fc.array(instr, { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 4 })
const look = fc.tuple(
  fc.constantFrom(...(Object.keys(looks) as (keyof typeof looks)[])),
  fc.nat(2),
) as fc.Arbitrary<Look>

export const randomLocal: fc.Arbitrary<RandomLocal> = fc.record({
  processes: fc.array(fc.record({ count: fc.integer({ min: 1, max: 2 }), steps, goesBack: fc.boolean() }), {
    minLength: 2,
    maxLength: 2,
  }),
  action: fc.option(fc.array(instr, { minLength: 1, maxLength: 2 })),
  invariants: fc.array(fc.tuple(look, look), { maxLength: 2 }),
  reachable: fc.array(look, { maxLength: 2 }),
  transitions: fc.array(fc.tuple(look, look), { maxLength: 1 }),
  mayDeadlock: fc.boolean(),
})

function run(instrs: readonly Instr[], s: S, me: Me): void {
  for (const [act, n] of instrs) acts[act](s, me, n)
}

export function buildLocal(random: RandomLocal): Model<Record<never, never>, object, string> {
  let built = model('local').shared(() => ({
    lock: [null, null] as (number | null)[],
    shared: [0, 0, 0],
    queue: [] as number[],
    own: { x: 0, y: 0, id: 9 },
  })) as unknown as Model<Record<never, never>, object, string>
  for (const [i, { count, steps: all, goesBack }] of random.processes.entries()) {
    const named = all.map((instrs, k) => [
      `l${k}`,
      (s: S, me: Me) => {
        run(instrs, s, me)
        return k < all.length - 1 ? `l${k + 1}` : goesBack ? 'l0' : 'done'
      },
    ])
    const process = {
      count,
      locals: () => ({ x: 0, y: 0 }),
      steps: Object.fromEntries(named),
      ...(random.mayDeadlock && { mayRest: named.map(([label]) => label) }),
    }
    built = (built as unknown as { process: (...args: unknown[]) => typeof built }).process(
      i === 0 ? 'a' : 'b',
      process,
    )
  }
  if (random.action !== null) {
    const instrs = random.action
    built = (built as unknown as { action: (...args: unknown[]) => typeof built }).action(
      'act',
      (s: S & { own: Local }) => run(instrs, s, s.own as unknown as Me),
    )
  }
  return withClaims(built, random)
}

function withClaims(model: Model<Record<never, never>, object, string>, random: RandomLocal): typeof model {
  let built = model as unknown as Claiming
  const says = (s: S, [what, n]: Look): boolean => looks[what](s, n)
  random.invariants.forEach(([given, then], i) => {
    built = built.invariant(`i${i}`, { given: (s: S) => says(s, given), then: (s: S) => says(s, then) })
  })
  random.reachable.forEach((what, i) => {
    built = built.reachable(`r${i}`, (s: S) => says(s, what))
  })
  random.transitions.forEach(([given, then], i) => {
    built = built.transition(
      `t${i}`,
      (before: S, after: S) => !says(before, given) || says(after, then) || says(before, then),
    )
  })
  return built as unknown as typeof model
}

interface Claiming {
  invariant(name: string, claim: unknown): Claiming
  reachable(name: string, claim: unknown): Claiming
  transition(name: string, claim: unknown): Claiming
}
