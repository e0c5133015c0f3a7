/**
 * What can happen from a state on, with regard to one claim. The state is `broken` if it already violates the claim;
 * `doomed` if every run from it does; `cornered` if only runs that starve a process forever avoid that; `endangered` if
 * some run does; and `safe` if none does. Computed by `analyse/fates.ts`.
 *
 * @since 0.2.0
 */
export type Fate = 'safe' | 'endangered' | 'cornered' | 'doomed' | 'broken'
