/** The versions: as posted, with defects repaired, and the later ones. */
export const versions = {
  V0: 'Linux 4.2, without the series',
  V4: 'v4: a union as __pfn_t',
  V5: 'v5 as posted',
  V5a: 'V5 with D3 and D4 repaired',
  V5b: 'V5a with D1 and X1 repaired: kunmap gets a token, and looks nothing up',
  V5c: 'V5b with D2 and D5 repaired: nobody sleeps while something is mapped',
  V5d: 'V5c with D6, D7 and X2 repaired: what drivers do at unbind',
  VR: 'RFC on top of V5: register_dev_memmap()',
  VS: 'September 2015: blk_dax_get()',
  VO: 'October 2015, v2: blk_queue_enter(), with 19/20 and 20/20',
  VM: 'Linux 4.5: dax_map_atomic(), a reference of the queue',
  VX: 'now: SRCU and an alive flag, references of the dev_pagemap',
} as const
