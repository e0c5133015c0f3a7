/**
 * `dax_clear_blocks()` against the unbinding of pmem, with all repairs and without kernel preemption (NP), in Promela:
 * step for step `models/mappers/dax-clear.ts`, with the kernel's procedures written out.
 *
 * What never changes under these constants is left out (the memmap, struct pages, the preemption count, the frames
 * mapped by kmap_atomic, the locals of unbind); what would be noted as a broken rule is an assertion.
 */
export function daxClearInPromela({ readers, pages }: { readonly readers: number; readonly pages: number }): string {
  const all = Array.from({ length: readers }, (_, reader) => reader)
  const none = (cell: string) => all.map(r => `${cell}[${r}] == 0`).join(' && ')
  return `
#define NONE 255
#define BASE 16

/* By task: the readers, then the one who unbinds. */
bit in_kernel[${readers + 1}];
bit nesting[${readers}];      /* of rcu_read_lock; a mapping is held where it is 1 */
bit waits_for[${readers}];    /* whom the grace period of unbind waits for, */
bit must_cover[${readers}];   /* and whom it must cover */
byte map_addr[${readers}] = NONE;
byte map_pages[${readers}];

bit mapped = 1;   /* the area of the driver */
bit ranges = 1;   /* whether the list of ranges has its one record */
bit linked = 1;
bit waited;
bit freed;
byte register_lock = NONE;
byte devres = 2;  /* entries left: memunmap, and on top of it teardown_kmap */

inline rcu_read_unlock() {
  nesting[_pid] = 0;
  map_addr[_pid] = NONE;
  map_pages[_pid] = 0;
  must_cover[_pid] = 0;
  waits_for[_pid] = 0
}

active [${readers}] proctype dax_clear() {
  byte sector;
  byte size;
  byte pfn = NONE;
  byte count;
  byte addr = NONE;
  byte offset;
  bit walks;
  byte rc = NONE;
dax_clear_blocks:
  atomic {
    if
${extents(pages)
  .map(([sector, size]) => `    :: sector = ${sector}; size = ${size}`)
  .join('\n')}
    fi;
    rc = NONE;
    in_kernel[_pid] = 1
  };
bdev_direct_access:
  atomic { pfn = sector; count = 1 };
  /* kmap_atomic_pfn_t */
  atomic { skip };  /* __pfn_t_to_page: none */
  atomic { nesting[_pid] = 1 };
  atomic {
    walks = ranges;
    if
    :: walks
    :: else -> goto lookup_failed
    fi
  };
  atomic {
    assert(!freed);
    assert(mapped);
    walks = 0;
    addr = BASE + pfn;
    map_addr[_pid] = addr;
    map_pages[_pid] = count
  };
clear_page:
  atomic {
    assert(mapped && addr + offset >= BASE && addr + offset < BASE + ${pages});
    offset++;
    sector++;
    size--;
    count--;
    if
    :: count > 0 -> goto clear_page
    :: else
    fi
  };
  /* kunmap_atomic_pfn_t */
  atomic { assert(addr >= map_addr[_pid] && addr < map_addr[_pid] + map_pages[_pid]) };
  atomic { rcu_read_unlock(); addr = NONE };
  atomic {
    offset = 0;
    assert(!nesting[_pid]);
    waits_for[_pid] = 0;
    if
    :: size > 0 -> goto bdev_direct_access
    :: else -> goto returns
    fi
  };
lookup_failed:
  atomic { rcu_read_unlock() };
returns:
  atomic {
    rc = (size > 0 -> 5 : 0);
    sector = 0;
    size = 0;
    count = 0;
    pfn = NONE;
    in_kernel[_pid] = 0;
    waits_for[_pid] = 0
  };
  /* Stays, for a process that ends is removed in a step of its own. */
end:
  false
}

active proctype unbind() {
  atomic { in_kernel[_pid] = 1 };
release_nodes:
  atomic {
    if
    :: devres == 2 -> devres = 1; goto teardown_kmap
    :: devres == 1 -> devres = 0; goto memunmap
    :: else -> goto released
    fi
  };
teardown_kmap:
  atomic { register_lock == NONE -> register_lock = _pid };
  atomic { ranges = 0; linked = 0 };
  atomic { register_lock = NONE };
  atomic {
${all.map(r => `    waits_for[${r}] = nesting[${r}] && in_kernel[${r}];\n    must_cover[${r}] = nesting[${r}]`).join(';\n')}
  };
  atomic { ${none('waits_for')} -> assert(${none('must_cover')}) };
  atomic { waited = 1; freed = 1; goto release_nodes };
memunmap:
  atomic { mapped = 0; goto release_nodes };
released:
  atomic { in_kernel[_pid] = 0 };
end:
  false
}
`.trimStart()
}

/** What a clear may be asked for: a first page, and how many from there on. */
function extents(pages: number): [sector: number, size: number][] {
  const found: [number, number][] = []
  for (let sector = 0; sector < pages; sector++) {
    for (let size = 1; size <= pages - sector; size++) found.push([sector, size])
  }
  return found
}
