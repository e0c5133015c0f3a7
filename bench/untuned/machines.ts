/** The machines below this folder, each in both languages, frozen as their authors first had them. */

import type { SpinSize } from '../spin.ts'

export interface UntunedMachine {
  /** Also of its files: `<name>.ts` and `<name>.pml`. */
  readonly name: string
  readonly spin: SpinSize
}

export const untuned: readonly UntunedMachine[] = [
  { name: 'buddy-allocator', spin: { maxDepth: 200_000, hashBits: 20 } },
  { name: 'bully', spin: { maxDepth: 10_000, hashBits: 20 } },
  { name: 'directory-cache', spin: { maxDepth: 1_000_000, hashBits: 20 } },
  { name: 'fast-mutex', spin: { maxDepth: 200_000, hashBits: 20 } },
  { name: 'german', spin: { maxDepth: 20_000, hashBits: 21 } },
  { name: 'lease-queue', spin: { maxDepth: 10_000, hashBits: 20 } },
  { name: 'michael-scott', spin: { maxDepth: 10_000, hashBits: 20 } },
  { name: 'on-the-fly-gc', spin: { maxDepth: 1_000_000, hashBits: 20 } },
  { name: 'paxos', spin: { maxDepth: 10_000, hashBits: 20 } },
  { name: 'raft-log', spin: { maxDepth: 10_000, hashBits: 20 } },
  { name: 'readers-writers', spin: { maxDepth: 1_000_000, hashBits: 21 } },
  { name: 'selective-repeat', spin: { maxDepth: 1_000_000, hashBits: 21 } },
  { name: 'snapshot-isolation', spin: { maxDepth: 10_000, hashBits: 20 } },
  { name: 'work-stealing', spin: { maxDepth: 10_000, hashBits: 22 } },
]
