/**
 * Configuring and building a kernel with the series: the options of Kconfig that 4/5 changes, and the members of structures
 * that 5/5 changes. Neither is concurrent, but both have states: which options are offered depends on those that are on.
 *
 * BLK_DEV_PMEM stands for AXON_RAM and DCSSBLK as well, which differ in their architectures alone. Options that the series
 * leaves alone are left out, and so is that an option can be turned off again, which leads to no other configuration.
 */

import { choose, model } from 'interleave-checker'

type Option = 'BLK_DEV_PMEM' | 'BLK_DEV_RAM' | 'BLK_DEV_RAM_DAX' | 'FS_DAX' | 'KMAP_PFN' | 'SAMPLE_KFIFO'

/** What Kconfig says of an option. One without a prompt is turned on by `select` alone. */
interface Entry {
  readonly hasPrompt: boolean
  readonly dependsOn: readonly Option[]
  readonly selects: readonly Option[]
}

export interface BuildConstants {
  readonly version: 'V0' | 'V5'
  readonly repairX17: boolean
  readonly repairX18: boolean
  readonly driverSelects: boolean
}

export type Configuration = { [option in Option]: boolean }

export const kernelBuild = model('kernel-build', {
  version: 'V5' as 'V0' | 'V5',
  /** X17: the sample of kfifo uses the name that the member has. */
  repairX17: false,
  /** X18: FS_DAX selects KMAP_PFN, instead of depending on what has no prompt. */
  repairX18: false,
  /** The driver of frames without pages selects KMAP_PFN, as the three of the tree do; nothing demands it of a fourth (X26). */
  driverSelects: true,
})
  .shared(() => ({ config: allOff() }))
  .process('user', {
    locals: () => ({
      /** The next object to compile, and the one that failed. */
      next: 0,
      error: null as string | null,
    }),
    steps: {
      menuconfig: (s, _me, c) => {
        const offered = optionsOffered(s.config, c)
        const chosen = choose<Option | 'save'>('save', ...offered)
        if (chosen === 'save') return 'cc'
        turnOn(s.config, chosen, c)
        return 'menuconfig'
      },
      cc: (s, me, c) => {
        const at = objects.findIndex(({ option }, i) => i >= me.next && s.config[option])
        const object = objects[at]
        if (object === undefined) return 'done'
        if (!object.members(c).every(path => isMember(path, c))) {
          me.error = object.name
          return 'done'
        }
        me.next = at + 1
        return 'cc'
      },
    },
  })

function allOff(): Configuration {
  return {
    BLK_DEV_PMEM: false,
    BLK_DEV_RAM: false,
    BLK_DEV_RAM_DAX: false,
    FS_DAX: false,
    KMAP_PFN: false,
    SAMPLE_KFIFO: false,
  }
}

/** drivers/nvdimm/Kconfig, drivers/block/Kconfig, fs/Kconfig, mm/Kconfig and samples/Kconfig. */
function kconfig(c: BuildConstants): { readonly [option in Option]: Entry } {
  const entry = { hasPrompt: true, dependsOn: [], selects: [] }
  const kmapPfn = { hasPrompt: false, dependsOn: [], selects: [] }
  const isPosted = c.version === 'V5'
  return {
    BLK_DEV_PMEM: { ...entry, selects: isPosted && c.driverSelects ? ['KMAP_PFN'] : [] },
    BLK_DEV_RAM: entry,
    BLK_DEV_RAM_DAX: { ...entry, dependsOn: ['BLK_DEV_RAM', 'FS_DAX'] },
    FS_DAX: {
      ...entry,
      dependsOn: isPosted && !c.repairX18 ? ['KMAP_PFN'] : [],
      selects: isPosted && c.repairX18 ? ['KMAP_PFN'] : [],
    },
    KMAP_PFN: kmapPfn,
    SAMPLE_KFIFO: entry,
  }
}

/** Whether the prompt of an option is shown. */
export function isOffered(config: Configuration, option: Option, c: BuildConstants): boolean {
  const { hasPrompt, dependsOn } = kconfig(c)[option]
  return hasPrompt && dependsOn.every(other => config[other])
}

function optionsOffered(config: Configuration, c: BuildConstants): Option[] {
  const off = (Object.keys(allOff()) as Option[]).filter(option => !config[option])
  return off.filter(option => isOffered(config, option, c))
}

function turnOn(config: Configuration, option: Option, c: BuildConstants): void {
  config[option] = true
  for (const other of kconfig(c)[option].selects) turnOn(config, other, c)
}

/** A member of a structure, by way of the members that it is in: `scatterlist.pfn.val`. */
type Path = readonly [struct: string, ...members: string[]]

/** The objects of each option, with the members that they use, most by functions of headers. */
const objects: readonly {
  readonly name: string
  readonly option: Option
  readonly members: (c: BuildConstants) => readonly Path[]
}[] = [
  { name: 'drivers/block/brd.o', option: 'BLK_DEV_RAM', members: frameMembers },
  { name: 'drivers/nvdimm/pmem.o', option: 'BLK_DEV_PMEM', members: frameMembers },
  { name: 'fs/dax.o', option: 'FS_DAX', members: frameMembers },
  {
    name: 'samples/kfifo/dma-example.o',
    option: 'SAMPLE_KFIFO',
    members: c => {
      if (c.version === 'V0') return [['scatterlist', 'page_link']]
      return [['scatterlist', 'pfn', c.repairX17 ? 'val' : 'data']]
    },
  },
]

/** What the inline functions of include/linux/mm.h use that make a frame and read it. */
function frameMembers({ version }: BuildConstants): readonly Path[] {
  return version === 'V0' ? [] : [['__pfn_t', 'val']]
}

/** include/linux/scatterlist.h and include/linux/mm.h: what each member is, a structure or an integer. */
const structures: { readonly [version in 'V0' | 'V5']: { readonly [struct: string]: { [member: string]: string } } } = {
  V0: { scatterlist: { page_link: 'unsigned long', offset: 'unsigned int', length: 'unsigned int' } },
  V5: {
    scatterlist: { pfn: '__pfn_t', offset: 'unsigned int', length: 'unsigned int' },
    __pfn_t: { val: 'unsigned long' },
  },
}

function isMember([struct, ...members]: Path, { version }: BuildConstants): boolean {
  let type: string | undefined = struct
  for (const member of members) type = type === undefined ? undefined : structures[version][type]?.[member]
  return type !== undefined
}
