import { canonical } from '../base/plain.ts'
import type { InstanceState, Machine, State } from '../machine/machine.ts'
import type { StateView } from './behaviour-difference.ts'

/** What two machines both have in their states, and how a state looks through it. */
export interface SharedView {
  /** Names of cells, `holder`; of locals, `worker[].token`; of places in a program, `worker[].pc`. */
  readonly cells: readonly string[]
  readonly view: StateView
}

/**
 * The cells that both machines have by their names: parts of the shared state, and locals of processes with as many instances in
 * both. Where processes are is compared only on request, since most changes of a program change its labels.
 */
export function sharedView(a: Machine, b: Machine, comparesLabels: boolean): SharedView {
  const [first, second] = [a.initialStates[0] as State, b.initialStates[0] as State]
  const names = Object.keys(first).filter(name => Object.hasOwn(second, name))
  const processes = new Map(
    a.processes.flatMap(({ name, count }) => {
      const other = b.processes.find(one => one.name === name)
      return other?.count === count ? [[name, localsIn(first, second, name, comparesLabels)] as const] : []
    }),
  )
  const isProcess = (name: string): boolean => [a, b].some(({ processes }) => processes.some(one => one.name === name))
  const plain = names.filter(name => !isProcess(name))
  return {
    cells: [...plain, ...[...processes].flatMap(([name, locals]) => locals.map(local => `${name}[].${local}`))],
    view: state =>
      canonical([
        plain.map(name => state[name] ?? null),
        [...processes].map(([name, locals]) =>
          (state[name] as readonly InstanceState[]).map(one => locals.map(local => one[local] ?? null)),
        ),
      ]),
  }
}

function localsIn(first: State, second: State, process: string, comparesLabels: boolean): string[] {
  const [one, other] = [first, second].map(state => (state[process] as readonly InstanceState[])[0] ?? { pc: '' })
  const shared = Object.keys(one as object).filter(local => Object.hasOwn(other as object, local))
  return shared.filter(local => comparesLabels || local !== 'pc')
}
