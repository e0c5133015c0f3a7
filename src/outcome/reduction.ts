/**
 * What a search left out: it stored a state for each orbit, or not all orders of steps; or nothing, and why.
 *
 * @since 0.2.0
 */
export type Reduction =
  | {
      readonly by: 'symmetry'
      /** The sets of ids that are alike, as `node (3)`. */
      readonly of: readonly string[]
      /** How many states those counted in the census stand for; missing where some may stand for the same. */
      readonly states?: number
      /**
       * Whether steps and claims were proved to tell no names apart, or compared in all states that those counted stand for; or only
       * compared in a sample of states, where no proof was found and there are too many states.
       */
      readonly compared: 'all' | 'sample'
      /** That the model has a view, too: one of the two is used. */
      readonly unused?: 'view'
    }
  | {
      readonly by: 'order'
      /** How many transitions out of the states counted in the census were not followed. */
      readonly leftOut: number
    }
  | {
      readonly by: 'view'
      /** How many transitions led to states of a view that was known. */
      readonly merged: number
      /** How many states were compared with the one that stands for them: some of these, and those of random runs. */
      readonly compared: number
      /** That the model has symmetric processes or ids, too: one of the two is used. */
      readonly unused?: 'symmetry'
    }
  | {
      readonly by: 'none'
      /** Why all states were visited, as a sentence without its full stop. */
      readonly why: string
    }
