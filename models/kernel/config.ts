/**
 * The part of the kernel's build configuration that decides what code inside an RCU reader may do (v4.2).
 *
 * |     |                                     | rcu_read_lock()   | cond_resched() in a reader       | blocking in a reader          | a user page fault in a reader    |
 * |-----|-------------------------------------|-------------------|----------------------------------|-------------------------------|----------------------------------|
 * | NP  | PREEMPT_NONE, without PREEMPT_COUNT | a barrier         | switches: a quiescent state      | silent: a quiescent state     | handled: a quiescent state       |
 * | NPC | the same with PREEMPT_COUNT         | preempt_count++   | does not switch                  | a splat, and quiescent anyway | refused: the copy is short       |
 * | PRE | PREEMPT, hence PREEMPT_RCU          | a count per task  | preempts; the grace period waits | the grace period waits        | handled; the grace period waits  |
 *
 * The procedures of this folder do not encode the table: it follows from what they do to `preempt_count`, as in the kernel.
 * `spec/kernel/` checks that.
 *
 * Checked by `spec/kernel/atomic-depth.ts` and `spec/kernel/rcu.ts`.
 */
export type Config = 'NP' | 'NPC' | 'PRE'

/** What procedures need from a model's constants. */
export interface Configured {
  readonly config: Config
  /**
   * Since 4.20, which unified the flavours: synchronize_rcu() waits for regions with preemption off in PRE, too. In NP and
   * NPC it always did.
   */
  readonly consolidated?: boolean
}

/** An axis for `.variants()`: a setting in each configuration. */
export const eachConfig = { config: ['NP', 'NPC', 'PRE'] } as const satisfies { readonly config: readonly Config[] }

/** The names that {@link eachConfig} gives a row: `'row, NP'` and so on. */
export function inEachConfig<const R extends string>(row: R): `${R}, ${Config}`[] {
  return eachConfig.config.map(config => `${row}, ${config}` as const)
}

const configs: readonly string[] = eachConfig.config

/** Throws unless the configuration is one of the three: the command line can set it to anything. */
export function checkConfig(c: Configured): void {
  if (!configs.includes(c.config)) throw new Error(`config is '${c.config}'; it is one of ${configs.join(', ')}`)
}
