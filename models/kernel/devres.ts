/**
 * devres: the stack of actions to undo when a driver is detached from its device.
 *
 * An entry is the label of the first step that undoes it. The last one goes to 'release_nodes' for the next entry.
 */

/** What the procedure needs from the shared state: the entries, oldest first. */
export interface HasDevres<A extends string> {
  devres: A[]
}

/** devres_release_all() and release_nodes(), drivers/base/devres.c: releases the newest first, each completely. */
export function devres_release_all<A extends string, const R extends string>(options: { readonly released: R }) {
  return {
    release_nodes: (s: HasDevres<A>): A | R => {
      return s.devres.pop() ?? options.released
    },
  }
}
