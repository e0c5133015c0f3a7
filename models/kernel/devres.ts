/**
 * devres: the stack of what must be undone when a driver lets go of its device.
 *
 * An entry is the label at which the steps that undo it begin; they end by going to 'release_nodes' for the next one.
 */

/** What the procedure needs of the shared state: the entries, oldest first. */
export interface HasDevres<A extends string> {
  devres: A[]
}

/** devres_release_all() and release_nodes(), drivers/base/devres.c: releases the newest first, each to its end. */
export function devres_release_all<A extends string, const R extends string>(options: { readonly released: R }) {
  return {
    release_nodes: (s: HasDevres<A>): A | R => {
      return s.devres.pop() ?? options.released
    },
  }
}
