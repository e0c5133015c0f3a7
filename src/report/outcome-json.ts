import type { Outcome } from '../explore/outcome.ts'
import type { Witness } from '../witness/witness.ts'

/** The outcome of a check as one plain object, for programs: `--json`. The witness is that of the first violation. */
export function outcomeToJson(outcome: Outcome, witness?: Witness): object {
  return {
    format: 'interleave/1',
    model: outcome.model,
    variant: outcome.variant,
    constants: outcome.constants,
    claims: outcome.claims.map(({ name, kind, verdict, steps, vacuous }) => ({
      name,
      kind,
      verdict,
      ...(steps !== undefined && { steps }),
      ...(vacuous !== undefined && { vacuous }),
    })),
    stop: outcome.stop,
    census: outcome.census,
    neverRan: outcome.neverRan,
    warnings: outcome.warnings,
    engine: outcome.engine,
    seconds: Number(outcome.seconds.toFixed(3)),
    ...(outcome.effort !== undefined && { effort: outcome.effort }),
    ...(witness !== undefined && { witness }),
  }
}
