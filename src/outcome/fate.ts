/**
 * What can become of a state, with regard to one claim: it is `broken` already; `doomed`, since every run from there breaks
 * the claim; `cornered`, since only runs that starve a process forever avoid that; `endangered`, since some run breaks it;
 * or `safe`, since none does. `analyse/fates.ts` computes it.
 *
 * @since 0.2.0
 */
export type Fate = 'safe' | 'endangered' | 'cornered' | 'doomed' | 'broken'
