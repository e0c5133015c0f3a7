/** What can become of a state, with regard to one claim: `analyse/fates.ts` says what each word means. */
export type Fate = 'safe' | 'endangered' | 'cornered' | 'doomed' | 'broken'
