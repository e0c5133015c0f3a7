import type { Series } from '../series.ts'

const withRanges = 'pmem, axonram, dcssblk'
const withDax = 'pmem, axonram, dcssblk, brd'

/**
 * The question that a reviewer of v5 asks. What each finding is, whether it is new, and the run that shows it come from
 * the table; here is by which patch, how bad, and by which driver in the tree.
 */
export function review(table: Series): Series {
  return table.compare({
    title: 'Is v5 right?',
    before: 'V0',
    after: 'V5',
    between: {
      V5a: ['D3', 'D4'],
      V5b: ['D3', 'D4', 'D1', 'X1'],
      V5c: ['D3', 'D4', 'D1', 'X1', 'D2', 'D5'],
    },
    repaired: 'V5d',
    findings: [
      {
        defects: ['D3'],
        rows: ['I2', 'I4', 'I8', 'I12', 'I15', 'L4'],
        by: '4/5',
        severity: 'crash',
        reached: `${withDax}: each read, write and fault of a file`,
      },
      {
        defects: ['D2'],
        rows: ['I2', 'I11', 'I9', 'I10'],
        by: '4/5',
        severity: 'crash',
        reached: `${withRanges}: a new block is cleared while the device is unbound, in NP; brd: a warning`,
      },
      {
        defects: ['D5'],
        rows: ['I11', 'I9', 'I10'],
        by: '4/5',
        severity: 'crash',
        reached: `${withRanges}: the buffer of a read or write faults while the device is unbound, in NP`,
      },
      {
        defects: ['D4'],
        rows: ['I13', 'I14'],
        by: '4/5',
        severity: 'corruption',
        reached: `${withDax}: each read and write that does not begin with a page`,
      },
      {
        defects: ['D1'],
        rows: ['I7'],
        by: '2/5',
        severity: 'warning',
        reached: `${withRanges}: unbound while anything is mapped; copies of that task fail from then on`,
      },
      {
        defects: ['X6'],
        rows: ['I10'],
        by: '4/5',
        severity: 'hang',
        reached: 'brd: a write whose buffer is not there makes no progress',
      },
      {
        defects: ['X7'],
        rows: ['I21'],
        by: '1/5',
        severity: 'crash',
        reached: 'every driver, on 32 bits with memory beyond 4 GiB (ARM LPAE)',
      },
      {
        defects: ['D11'],
        rows: ['I21'],
        by: '2/5, and for every DMA 5/5',
        severity: 'corruption',
        reached: 'every driver with DMA, on 32 bits with memory beyond 4 GiB',
      },
      {
        defects: ['D12'],
        rows: ['I25', 'I24', 'I23'],
        by: '5/5',
        severity: 'crash',
        reached: 'nobody yet: it takes a frame without page in a list, or an entry set over a link',
      },
      {
        defects: ['X19'],
        rows: ['I24'],
        by: '5/5',
        severity: 'corruption',
        reached: 'nobody yet: it takes a user of the new iterator',
      },
      {
        defects: ['X25'],
        rows: ['I27'],
        by: '5/5',
        severity: 'corruption',
        reached: 'DMA to a frame without page, where caches are virtual',
      },
      {
        rows: ['I26'],
        what: 'a DMA to a frame without page has no hold of the device: unbound and bound again, it writes to the next owner',
        by: '5/5',
        severity: 'corruption',
        reached: 'pmem: DMA to a frame without page, which is what the series is for',
      },
      {
        defects: ['X16'],
        rows: ['I33', 'I6'],
        by: '4/5',
        severity: 'leak',
        reached: 'dcssblk: an add that fails when it registers its range',
      },
      { defects: ['X8'], rows: [], by: '5/5', severity: 'pedantic', reached: 'nobody: a check that is lost' },
      { defects: ['X17'], rows: [], by: '5/5', severity: 'pedantic', reached: 'who builds samples/kfifo' },
      {
        defects: ['X18'],
        rows: [],
        by: '4/5',
        severity: 'pedantic',
        reached: 'who configures brd and no other of them',
      },
      {
        defects: ['D6'],
        rows: ['I2', 'I3', 'I16'],
        by: '4/5',
        severity: 'crash',
        reached: 'axonram: unbound while a file is used, or a probe that fails late',
      },
      {
        defects: ['D7'],
        rows: ['I5', 'I16', 'I17'],
        by: '4/5',
        severity: 'crash',
        reached: 'dcssblk: one add is enough, and the next task to map a frame reads what was freed, on pmem too',
      },
      {
        defects: ['X1'],
        rows: ['I15'],
        by: '4/5',
        severity: 'warning',
        reached: `${withDax}: the last block of a range is cleared`,
      },
      {
        defects: ['D13'],
        rows: ['I28'],
        by: '2/5',
        severity: 'pedantic',
        reached: 'nobody: pmem and dcssblk claim their memory first; axonram does not, and has it from firmware',
      },
      {
        defects: ['X2'],
        rows: ['I6'],
        by: '4/5 leaves it',
        severity: 'crash',
        reached: 'pmem, axonram, dcssblk: a mounted file system whose device was unbound',
      },
      {
        defects: ['X14'],
        rows: ['I2', 'I6'],
        by: '4/5 leaves it',
        severity: 'crash',
        reached: 'pmem: a bio of a mounted file system whose device was unbound',
      },
      {
        defects: ['D9', 'X4'],
        rows: ['I19', 'I18'],
        by: '4/5 leaves it',
        severity: 'corruption',
        reached: 'pmem: a file that is mapped when the device is unbound, and the memory unplugged',
      },
      {
        defects: ['X3'],
        rows: ['I20'],
        by: '4/5 leaves it',
        severity: 'corruption',
        reached: 'pmem: bound again in another mode between ->direct_access() and the look-up',
      },
      {
        defects: ['X5'],
        rows: ['I13'],
        by: '4/5 leaves it',
        severity: 'corruption',
        reached: 'a driver whose last page is short: none but dcssblk, by X16',
      },
      {
        rows: ['L7', 'L1'],
        what: 'dcssblk_remove_store() unregisters the device with dcssblk_devices_sem held, for which a write to its attribute waits',
        by: '4/5 leaves it',
        severity: 'hang',
        reached: 'dcssblk: removed while `shared` is written',
      },
      {
        defects: ['D8'],
        rows: ['I34'],
        by: '4/5 leaves it',
        severity: 'corruption',
        reached: 'brd: flushed by a partition while the whole disk is used',
      },
    ],
  })
}
