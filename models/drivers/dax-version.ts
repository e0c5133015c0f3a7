import type { Configured } from '../kernel/config.ts'

/**
 * How each version of DAX keeps the address from direct_access from being unmapped:
 *
 * - V0, which is 4.2: not at all. V4 leaves DAX unchanged.
 * - V5 and its repairs: a record of the range is looked up, in an RCU reader.
 * - VS, VO, VM: a reference of the request queue, in September 2015, October 2015 and Linux 4.5. VO adds an RCU reader
 *   (19/20).
 * - VX, the current version: an SRCU reader, which checks whether the device is alive.
 *
 * Checked by `spec/mappers/dax-fault.ts` and `spec/mappers/dax-io.ts`.
 */
export type DaxVersion = 'V0' | 'V5' | 'VS' | 'VO' | 'VM' | 'VX'

export interface Versioned extends Configured {
  /** V5 for models of that version only. */
  readonly version?: DaxVersion
}

/** The series as posted in v5, for a model whose base has these defects repaired; and with only D3 repaired. */
export const asV5 = { repairD1: false, repairD3: false }
export const asV5a = { repairD1: false }

/** Whether addresses are looked up by kmap_atomic_pfn_t(), in ranges that drivers register. */
export function looksUp(c: Versioned): boolean {
  return c.version === undefined || c.version === 'V5'
}

/** Whether a user of DAX holds a reference of the request queue. */
export function entersQueue({ version }: Versioned): boolean {
  return version === 'VS' || version === 'VO' || version === 'VM'
}

/** Whether a mapping that a user of DAX holds is an RCU reader. */
export function locksRcu(c: Versioned): boolean {
  return looksUp(c) || c.version === 'VO'
}
