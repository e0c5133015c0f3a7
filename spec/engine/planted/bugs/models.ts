/** Planted bugs in `models`. */

import type { PlantedBug } from '../planted-bug.ts'
import { kit } from '../test-files.ts'

export const modelsBugs: readonly PlantedBug[] = [
  {
    bug: 'a task that waits for a lock in a reader is not in a quiescent state',
    file: 'models/kernel/sleep.ts',
    text: 'isNoticed = isAwaited(s, me, c) || brokenBySleeping',
    instead: 'isNoticed = brokenBySleeping',
    tests: [kit],
  },
  {
    bug: 'wait_event() does not say that it may sleep where the condition holds at once',
    file: 'models/kernel/wait-queue.ts',
    text: '      might_sleep(s, me)\n',
    instead: '',
    tests: [kit],
  },
  {
    bug: 'a region with preemption off is no reader in NP',
    file: 'models/kernel/quiescent-state.ts',
    text: "return (isOne || flavour === 'sched') && task.preemption_off > 0",
    instead: "return flavour === 'sched' && task.preemption_off > 0",
    tests: [kit],
  },
  {
    bug: 'synchronize_rcu() does not cover regions with preemption off since 4.20',
    file: 'models/kernel/quiescent-state.ts',
    text: "c.config !== 'PRE' || c.consolidated === true",
    instead: "c.config !== 'PRE'",
    tests: [kit],
  },
  {
    bug: 'callbacks are run by a thread that may sleep',
    file: 'models/kernel/call-rcu.ts',
    text: 'if (!current(s, me).softirq) enter_softirq(s, me)',
    instead: 'current(s, me).softirq = true',
    tests: [kit],
  },
  {
    bug: 'all callbacks are queued on one CPU',
    file: 'models/kernel/call-rcu.ts',
    text: 'others.length === 0 ? only : s.rcu_data[choose(...s.rcu_data.keys())]',
    instead: 'others.length >= 0 ? only : s.rcu_data[choose(...s.rcu_data.keys())]',
    tests: [kit],
  },
  {
    bug: 'rcu_barrier() waits for the callbacks of one CPU',
    file: 'models/kernel/call-rcu.ts',
    text: 'for (const cpu of s.rcu_data) {',
    instead: 'for (const cpu of s.rcu_data.slice(0, 1)) {',
    tests: [kit],
  },
  {
    bug: 'removing an attribute does not wait for its writers',
    file: 'models/kernel/kernfs.ts',
    text: '() => kn.active === 0',
    instead: '() => kn.active >= 0',
    tests: [kit],
  },
  {
    bug: 'faults on DAX hold no lock against removal of PTEs',
    file: 'models/mappers/dax-fault.ts',
    text: "c.locksMapping ? down_read('i_mmap_rwsem')(s, me, c) : undefined",
    instead: 'undefined',
    tests: [kit],
  },
  {
    bug: 'get_page_foll() takes a reference to the pagemap, as get_page() does',
    file: 'models/mappers/dev-pagemap.ts',
    text: "c.pins === 'ref' && c.getsByFoll !== true",
    instead: "c.pins === 'ref'",
    tests: [kit],
  },
  {
    bug: 'a fault on the buffer of a copy takes no mmap_sem',
    file: 'models/drivers/unbind-lock.ts',
    text: "'__do_page_fault: down_read(mmap_sem)': down_read('mmap_sem'),",
    instead: "'__do_page_fault: down_read(mmap_sem)': () => undefined,",
    tests: [kit],
  },
  {
    bug: 'flush_work() waits for no work that runs',
    file: 'models/kernel/workqueue.ts',
    text: '!item.pending && !item.running',
    instead: '!item.pending',
    tests: [kit],
  },
  {
    bug: 'flush_work() is no lock of the work to lockdep',
    file: 'models/kernel/workqueue.ts',
    text: '    if (again !== undefined) return again\n    lock_sync(s, me, work)\n',
    instead: '    if (again !== undefined) return again\n',
    tests: [kit],
  },
  {
    bug: 'the cdev lies in no memory that can be freed',
    file: 'models/drivers/char-device.ts',
    text: '  if (!access(s, me, s.foo)) return\n',
    instead: '',
    tests: [kit],
  },
  {
    bug: 'the callback of a module runs without the code of it',
    file: 'models/drivers/module-exit.ts',
    text: "if (!c.kfree_rcu && !access(s, me, s.text)) return 'done'",
    instead: 'void c',
    tests: [kit],
  },
  {
    bug: 'a driver flushes its work without the lock after all',
    file: 'models/drivers/device-work.ts',
    text: "if (c.flushes === 'with the lock') return flush_work",
    instead: "if (c.flushes === 'nowhere') return flush_work",
    tests: [kit],
  },
]
