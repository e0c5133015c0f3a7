import { type Machine, type Mover, moverAt } from '../machine/machine.ts'

/** Which steps some transition has taken. */
export class StepsTaken {
  private readonly machine: Machine
  private readonly taken = new Set<string>()
  private readonly byStep: WeakSet<object> = new WeakSet()

  constructor(machine: Machine) {
    this.machine = machine
  }

  /** Notes a transition; the same object need be looked at only once. */
  note(transition: { readonly mover: number; readonly step: string }): void {
    if (this.byStep.has(transition)) return
    this.byStep.add(transition)
    this.taken.add(stepKey(moverAt(this.machine, transition.mover), transition.step))
  }

  /** The steps of the machine that no transition took, as `process: label`, or the name of the action. */
  never(): string[] {
    const possible = this.machine.movers.flatMap(mover => {
      const steps = mover.kind === 'process' ? [...mover.steps.keys()] : [mover.name]
      return steps.map(step => [stepKey(mover, step), stepText(mover, step)] as const)
    })
    return [...new Map(possible)].filter(([key]) => !this.taken.has(key)).map(([, text]) => text)
  }
}

function stepText(mover: Mover, step: string): string {
  return mover.process === null ? step : `${mover.process}: ${step}`
}

/** Not the text, which an action can have for its name. */
function stepKey(mover: Mover, step: string): string {
  return JSON.stringify([mover.process, step])
}
