/**
 * References of a request queue, block/blk-core.c: each user of the queue holds one, and blk_cleanup_queue() waits until
 * none is left. September's blk_dax_get() and blk_dax_put() are the same for DAX alone.
 *
 * q_usage_counter is a plain count here, which is killed in one step: how a percpu_ref comes to one is `kernel/percpu-ref`. For
 * that reason blk_wait_queue_dead() of October, which waits until the kill is confirmed, has nothing to wait for.
 *
 * Checked by `spec/drivers/dax-lifetime.ts` and `spec/drivers/pmem-lifetime.ts`.
 */

export interface RequestQueue {
  /** QUEUE_FLAG_DYING: q_usage_counter is killed and gives out no more references. */
  dying: boolean
  /** What q_usage_counter counts. */
  references: number
}

export interface HasQueues {
  /** Of each block device. */
  queues: RequestQueue[]
}

/** What procedures need from a process's locals. */
export interface OnDevice {
  /** The block device, as an index into `s.queues`. */
  readonly bdev: number
}

export function newQueue(): RequestQueue {
  return { dying: false, references: 0 }
}

/** blk_queue_enter() with GFP_NOWAIT: percpu_ref_tryget_live(). */
export function blk_queue_enter(s: HasQueues, me: OnDevice): boolean {
  const queue = queueOf(s, me)
  if (queue.dying) return false
  queue.references++
  return true
}

/** blk_queue_exit(): percpu_ref_put(), goes below 0 if no task has entered. */
export function blk_queue_exit(s: HasQueues, me: OnDevice): void {
  queueOf(s, me).references--
}

/** percpu_ref_is_zero(), for which blk_freeze_queue() waits: a count below 0 stays below. */
export function isFrozen(s: HasQueues, me: OnDevice): boolean {
  return queueOf(s, me).references === 0
}

export function queueOf(s: HasQueues, me: OnDevice): RequestQueue {
  const queue = s.queues[me.bdev]
  if (queue === undefined) throw new Error(`there is no block device ${me.bdev}`)
  return queue
}
