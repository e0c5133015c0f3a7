import type { Outcome } from '../../outcome/outcome.ts'
import type { Witness } from '../../witness/witness.ts'

/** Further fields of an outcome. */
export interface Attached {
  /** The file of the spec. */
  readonly spec?: string | undefined
  /** The witness of the first violation. */
  readonly witness?: Witness | undefined
  /** The files written, relative to the working directory. */
  readonly files?: readonly string[] | undefined
  /** Why no files were written. */
  readonly notWritten?: string | undefined
  /** An empty list, or null if types were not checked; with type errors, there is no outcome. */
  readonly typeErrors?: [] | null | undefined
}

/** The outcome of a check as one plain object, for programs (`--json`). */
export function outcomeToJson(
  outcome: Outcome,
  { spec, witness, files, notWritten, typeErrors }: Attached = {},
): object {
  return {
    format: 'interleave/1',
    ...(spec !== undefined && { spec }),
    model: outcome.model,
    variant: outcome.variant,
    constants: outcome.constants,
    claims: outcome.claims.map(
      ({ name, kind, verdict, steps, mayBeShorter, loop, vacuous, fairness, holdsIf, holdsIfWithin }) => ({
        name,
        kind,
        verdict,
        ...(steps !== undefined && { steps }),
        ...(mayBeShorter && { mayBeShorter }),
        ...(loop !== undefined && { loop }),
        ...(fairness !== undefined && { fairness }),
        ...(holdsIf !== undefined && { holdsIf }),
        ...(holdsIfWithin !== undefined && { holdsIfWithin }),
        ...(vacuous !== undefined && { vacuous }),
      }),
    ),
    stop: outcome.stop,
    census: outcome.census,
    neverRan: outcome.neverRan,
    warnings: outcome.warnings,
    ...(outcome.caveat !== undefined && { caveat: outcome.caveat }),
    ...(outcome.bounds !== undefined && { bounds: outcome.bounds }),
    ...(outcome.idleFairness !== undefined && { idleFairness: outcome.idleFairness }),
    ...(outcome.growing !== undefined && { growing: outcome.growing }),
    ...(outcome.reduction !== undefined && { reduction: outcome.reduction }),
    ...(outcome.simulation !== undefined && { simulation: outcome.simulation }),
    engine: outcome.engine,
    seconds: Number(outcome.seconds.toFixed(3)),
    ...(outcome.effort !== undefined && { effort: outcome.effort }),
    ...(outcome.symmetries !== undefined && { symmetries: outcome.symmetries }),
    ...(outcome.profile !== undefined && { profile: outcome.profile }),
    ...(witness !== undefined && { witness }),
    ...(files !== undefined && { files }),
    ...(notWritten !== undefined && { notWritten }),
    ...(typeErrors !== undefined && { typeErrors }),
  }
}
