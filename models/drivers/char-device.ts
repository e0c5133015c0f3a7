/**
 * A character device whose `struct cdev` lies in the driver's own `struct foo`, fs/char_dev.c: a file is opened and closed,
 * while the device is removed.
 *
 * The driver counts its files in foo->kref. But chrdev_open() holds the cdev before ->open() is called, and __fput() gives it
 * back after ->release(): by then the last put of foo->kref may have freed it with all that lies in it. Repaired, the cdev
 * is a child of foo (`cdev_set_parent()`), which then lives as long as the cdev has a reference.
 *
 * Left out: inode->i_cdev, by which another file finds the cdev even after cdev_del(), as long as one has it open. It takes its
 * reference from a count that is not zero, as the look-up does, and foo lives as long as that. The reference to the
 * module is left out, too.
 */

import { model, when } from 'interleave-checker'
import { kref_get, kref_get_unless_zero, kref_init, kref_put } from '../kernel/kref.ts'
import { withRules } from '../kernel/rules.ts'
import { access, type HasSlab, kfree, kmalloc, newSlab, type Pointer } from '../kernel/slab.ts'
import { type HasTasks, newTasks, type OnTask } from '../kernel/task.ts'
import { enter_kernel } from '../kernel/user-mode.ts'

export const charDevice = model('char-device', {
  files: 1,
  /** Files are open before the device is removed. */
  opensFirst: false,
  /** cdev_set_parent(): the cdev holds a reference to foo. */
  setsParent: false,

  // What is right, to be undone by variants.

  /** foo_open() takes a reference to foo. */
  getsInOpen: true,
  /** foo_remove() deletes the cdev before it puts foo. */
  deletesFirst: true,
  /** foo_remove() leaves the reference of the cdev to the cdev. */
  leavesParent: true,
})
  .shared(c => {
    const memory = { slab: newSlab(1) }
    const foo = kmalloc(memory)
    const kref = kref_init()
    // cdev_add(): kobject_get() of the parent.
    if (c.setsParent) kref.refcount++
    return {
      tasks: newTasks(c.files + 1),
      slab: memory.slab,
      /** The object that has both counts in it. */
      foo,
      kref,
      /** cdev->kobj. */
      cdev: kref_init(),
      /** Whether cdev_map leads to the cdev. */
      mapped: true,
      /** Whether foo_remove() has begun. */
      removes: false,
    }
  })
  .process('file', {
    count: c => c.files,
    locals: (_c, id) => ({ task: id }),
    steps: {
      // Under the mutex of cdev_map, which cdev_del() takes as well. -ENXIO if it is not there.
      'chrdev_open: kobj_lookup': (s, me) => {
        if (!s.mapped) return 'done'
        enter_kernel(s, me)
        if (access(s, me, s.foo) && !kref_get_unless_zero(s.cdev)) return 'done'
      },
      'foo_open: kref_get': (s, me, c) => {
        if (c.getsInOpen && access(s, me, s.foo)) kref_get(s, me, s.kref)
      },
      foo_read: (s, me, c) => {
        when(!c.opensFirst || s.removes)
        access(s, me, s.foo)
      },
      'foo_release: kref_put': (s, me, c) => {
        if (c.getsInOpen) put_foo(s, me)
      },
      // "file->f_op->release(inode, file)" came before.
      '__fput: cdev_put': (s, me, c) => put_cdev(s, me, c),
    },
    mayRest: ['chrdev_open: kobj_lookup'],
  })
  .process('remove', {
    locals: c => ({ task: c.files }),
    steps: {
      foo_remove: (s, me, c) => {
        when(!c.opensFirst || s.file.every(({ pc }) => pc === 'foo_read'))
        s.removes = true
        enter_kernel(s, me)
        if (!c.deletesFirst) put_foo(s, me)
      },
      'cdev_del: cdev_unmap': (s, me) => {
        access(s, me, s.foo)
        s.mapped = false
      },
      'cdev_del: kobject_put': (s, me, c) => put_cdev(s, me, c),
      'foo_remove: kref_put': (s, me, c) => {
        if (c.deletesFirst) put_foo(s, me)
        if (!c.leavesParent) put_foo(s, me)
      },
    },
  })
  .extend(withRules)
  .glossary({
    cells: {
      mapped: { is: 'the entry in cdev_map' },
      removes: { is: 'whether foo_remove() has begun' },
      'slab[].allocated': { is: 'the memory of foo' },
    },
    constants: {
      setsParent: 'cdev_set_parent()',
      getsInOpen: 'foo_open() takes a reference',
      deletesFirst: 'cdev_del() comes first',
      leavesParent: 'the reference of the cdev is left to it',
    },
  })

type Kernel = HasTasks & HasSlab & { readonly foo: Pointer; kref: { refcount: number }; cdev: { refcount: number } }

/** kref_put(&foo->kref, foo_free). */
function put_foo(s: Kernel, me: OnTask): void {
  if (access(s, me, s.foo) && kref_put(s, me, s.kref)) kfree(s, me, s.foo)
}

/** kobject_put(&cdev->kobj), and cdev_default_release(), which puts the parent if there is one. */
function put_cdev(s: Kernel, me: OnTask, c: { readonly setsParent: boolean }): void {
  if (!access(s, me, s.foo)) return
  if (kref_put(s, me, s.cdev) && c.setsParent) put_foo(s, me)
}
