/** Random programs with formulas of linear temporal logic, once as models and once in Promela. */

import fc from 'fast-check'
import { choose, type Formula, type Model, model, when } from 'interleave-checker'

type Cell = 'x' | 'y'
const processes = ['a', 'b', 'c'] as const
type Name = (typeof processes)[number]

/** One of the things that a process can do at a label: if a cell has a value, set a cell and go on at a label. */
interface Option {
  readonly guard: { readonly cell: Cell; readonly is: number } | null
  readonly write: { readonly cell: Cell; readonly to: number } | null
  readonly goto: number
}

/** For each label what the process can do there; where that is nothing, it waits forever. */
type Program = readonly (readonly Option[])[]

export type Ltl =
  | { readonly f: 'cell'; readonly cell: Cell; readonly is: number }
  | { readonly f: 'at'; readonly process: number; readonly label: number }
  | { readonly f: 'always' | 'eventually' | 'not'; readonly part: Ltl }
  | { readonly f: 'and' | 'or' | 'implies' | 'until' | 'release'; readonly left: Ltl; readonly right: Ltl }

export interface SpinProgram {
  /** Whether one more process can always take a step, which does nothing. */
  readonly idles: boolean
  readonly programs: readonly Program[]
  readonly formulas: readonly Ltl[]
}

const labels = 3
const cell = fc.constantFrom<Cell>('x', 'y')
const option: fc.Arbitrary<Option> = fc.record({
  guard: fc.option(fc.record({ cell, is: fc.nat(2) }), { freq: 3 }),
  write: fc.option(fc.record({ cell, to: fc.nat(2) }), { freq: 3 }),
  goto: fc.nat(labels - 1),
})
const program = fc.array(fc.array(option, { maxLength: 2 }), { minLength: labels, maxLength: labels })

const { formula } = fc.letrec<{ formula: Ltl }>(tie => ({
  formula: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    fc.record({ f: fc.constant('cell' as const), cell, is: fc.nat(2) }),
    fc.record({ f: fc.constant('at' as const), process: fc.nat(1), label: fc.nat(labels - 1) }),
    fc.record({
      f: fc.constantFrom('always' as const, 'eventually' as const, 'not' as const),
      part: tie('formula'),
    }),
    fc.record({
      f: fc.constantFrom(...(['and', 'or', 'implies', 'until', 'release'] as const)),
      left: tie('formula'),
      right: tie('formula'),
    }),
  ),
}))

/** Half of the formulas begin with "always" or "eventually": most others are false at once. */
const claimed: fc.Arbitrary<Ltl> = fc.oneof(
  formula,
  fc.record({
    f: fc.constant('always' as const),
    part: fc.record({ f: fc.constant('eventually' as const), part: formula }),
  }),
  fc.record({
    f: fc.constant('always' as const),
    part: fc.record({
      f: fc.constant('implies' as const),
      left: formula,
      right: fc.record({ f: fc.constant('eventually' as const), part: formula }),
    }),
  }),
)

export const spinPrograms: fc.Arbitrary<SpinProgram> = fc.record({
  idles: fc.boolean(),
  programs: fc.array(program, { minLength: 2, maxLength: 3 }),
  formulas: fc.array(claimed, { minLength: 4, maxLength: 4 }),
})

/** Each process is a loop over all that it can do, and where it stands is a variable: so each step is one transition. */
export function toPromela({ idles, programs, formulas }: SpinProgram): string {
  const names = programs.map((_, p) => processes[p] as Name)
  return [
    'byte x = 0;',
    'byte y = 0;',
    ...names.map(name => `byte pc_${name} = 0;`),
    ...programs.map((one, p) => promelaProcess(names[p] as Name, one)),
    ...(idles ? ['active proctype idle() {\n  do\n  :: d_step { true -> skip }\n  od\n}'] : []),
    ...formulas.map((one, i) => `ltl f${i} { ${ltlText(one)} }`),
    '',
  ].join('\n')
}

function promelaProcess(name: Name, program: Program): string {
  const options = program.flatMap((all, label) =>
    all.map(({ guard, write, goto }) => {
      const isReady = [`pc_${name} == ${label}`, ...(guard === null ? [] : [`${guard.cell} == ${guard.is}`])]
      const effect = [...(write === null ? [] : [`${write.cell} = ${write.to}`]), `pc_${name} = ${goto}`]
      return `  :: d_step { (${isReady.join(' && ')}) -> ${effect.join('; ')} }`
    }),
  )
  return `active proctype P_${name}() {\n  do\n${[...options, '  :: (false) -> skip'].join('\n')}\n  od\n}`
}

const operators = { and: '&&', or: '||', implies: '->', until: 'U', release: 'V' } as const

function ltlText(formula: Ltl): string {
  switch (formula.f) {
    case 'cell':
      return `(${formula.cell} == ${formula.is})`
    case 'at':
      return `(pc_${processes[formula.process]} == ${formula.label})`
    case 'always':
      return `([] ${ltlText(formula.part)})`
    case 'eventually':
      return `(<> ${ltlText(formula.part)})`
    case 'not':
      return `(! ${ltlText(formula.part)})`
    default:
      return `(${ltlText(formula.left)} ${operators[formula.f]} ${ltlText(formula.right)})`
  }
}

type State = { x: number; y: number } & { [name in Name]: { pc: string }[] }
type AnyModel = Model<Record<never, never>, State, string>

interface Operators {
  always(part: unknown): Formula
  eventually(part: unknown): Formula
  not(part: unknown): Formula
  and(left: unknown, right: unknown): Formula
  or(left: unknown, right: unknown): Formula
  implies(left: unknown, right: unknown): Formula
  until(left: unknown, right: unknown): Formula
  release(left: unknown, right: unknown): Formula
}

/** With two claims for each formula: `f0` assumes nothing, and `f0, fair` that every process is weakly fair. */
export function toModel({ idles, programs, formulas }: SpinProgram): AnyModel {
  const names = programs.map((_, p) => processes[p] as Name)
  let made = model('random').shared(() => ({ x: 0, y: 0 })) as unknown as AnyModel
  for (const [p, one] of programs.entries())
    made = made.process(names[p] as Name, { steps: stepsOf(one) } as never) as never
  if (idles) made = made.process('idle', { steps: { idle: () => 'idle' } } as never) as never
  for (const [i, one] of formulas.entries()) {
    const formula = (logic: unknown) => built(logic as Operators, one)
    made = made
      .temporal(`f${i}`, formula as never, { fair: {} })
      .temporal(`f${i}, fair`, formula as never, { fair: { weak: names } } as never)
  }
  return made
}

function stepsOf(program: Program) {
  return Object.fromEntries(program.map((options, label) => [`l${label}`, stepOf(options)]))
}

function stepOf(options: readonly Option[]) {
  return (s: State): string => {
    const ready = options.flatMap(({ guard }, i) => (guard === null || s[guard.cell] === guard.is ? [i] : []))
    when(ready.length > 0)
    const { write, goto } = options[choose(...ready)] as Option
    if (write !== null) s[write.cell] = write.to
    return `l${goto}`
  }
}

function built(logic: Operators, formula: Ltl): unknown {
  switch (formula.f) {
    case 'cell':
      return (s: State) => s[formula.cell] === formula.is
    case 'at':
      return (s: State) => s[processes[formula.process] as Name][0]?.pc === `l${formula.label}`
    case 'always':
    case 'eventually':
    case 'not':
      return logic[formula.f](built(logic, formula.part))
    default:
      return logic[formula.f](built(logic, formula.left), built(logic, formula.right))
  }
}
