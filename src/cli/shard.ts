import { InvalidArgumentError } from 'commander'

/** One of several parts of all settings, for machines that share the work. */
export interface Shard {
  /** From 1. */
  readonly part: number
  readonly of: number
}

/** Parses `2/5`. */
export function readShard(text: string): Shard {
  const [, part, of] = /^(\d+)\/(\d+)$/.exec(text) ?? []
  const shard = { part: Number(part), of: Number(of) }
  if (shard.part >= 1 && shard.part <= shard.of) return shard
  throw new InvalidArgumentError('It must be a part and a number of parts, such as 2/5.')
}

/**
 * The settings of a part: every one is in exactly one. Neighbours go to different parts, since the settings of one spec often
 * take equally long.
 */
export function shardOf<T>(all: readonly T[], shard: Shard | undefined): readonly T[] {
  return shard === undefined ? all : all.filter((_, i) => i % shard.of === shard.part - 1)
}
