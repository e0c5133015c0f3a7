import type { Outcome } from '../../outcome/outcome.ts'
import type { Witness } from '../../witness/witness.ts'

/** Further fields of an outcome. */
export interface Attached {
  /** Of the first violation. */
  readonly witness?: Witness | undefined
  /** The files written, from the working directory. */
  readonly files?: readonly string[] | undefined
  /** Why none were. */
  readonly notWritten?: string | undefined
  /** That the types of the spec check; null where they were not checked. With errors there is no outcome to tell. */
  readonly typeErrors?: [] | null | undefined
}

/** The outcome of a check as one plain object, for programs: `--json`. */
export function outcomeToJson(outcome: Outcome, { witness, files, notWritten, typeErrors }: Attached = {}): object {
  return {
    format: 'interleave/1',
    model: outcome.model,
    variant: outcome.variant,
    constants: outcome.constants,
    claims: outcome.claims.map(({ name, kind, verdict, steps, loop, vacuous, fairness, holdsIf }) => ({
      name,
      kind,
      verdict,
      ...(steps !== undefined && { steps }),
      ...(loop !== undefined && { loop }),
      ...(fairness !== undefined && { fairness }),
      ...(holdsIf !== undefined && { holdsIf }),
      ...(vacuous !== undefined && { vacuous }),
    })),
    stop: outcome.stop,
    census: outcome.census,
    neverRan: outcome.neverRan,
    warnings: outcome.warnings,
    ...(outcome.bounds !== undefined && { bounds: outcome.bounds }),
    ...(outcome.idleFairness !== undefined && { idleFairness: outcome.idleFairness }),
    ...(outcome.growing !== undefined && { growing: outcome.growing }),
    engine: outcome.engine,
    seconds: Number(outcome.seconds.toFixed(3)),
    ...(outcome.effort !== undefined && { effort: outcome.effort }),
    ...(witness !== undefined && { witness }),
    ...(files !== undefined && { files }),
    ...(notWritten !== undefined && { notWritten }),
    ...(typeErrors !== undefined && { typeErrors }),
  }
}
