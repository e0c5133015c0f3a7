/**
 * The claim that a call which may block returns.
 *
 * Checked by `spec/kernel/mutex.ts` and `spec/kernel/rcu.ts`.
 */

type AtLabel = (s: unknown, me: { readonly pc: string }) => boolean

/** The premise and the conclusion of a `.leadsTo`: a process at one of these labels eventually leaves them. */
export function leaves(...labels: readonly string[]): [isThere: AtLabel, hasLeft: AtLabel] {
  return [(_s, me) => labels.includes(me.pc), (_s, me) => !labels.includes(me.pc)]
}
