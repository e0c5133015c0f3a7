import { expectations } from 'interleave-checker'
import { qrcuPerfbook } from '../../models/rcu/qrcu-perfbook.ts'

const claim = {
  waits: 'a grace period waits for the readers that were there',
  fast: 'an updater takes the fast path',
  slow: 'an updater waits for a reader',
} as const

/**
 * QRCU as SPIN counts it, updaters x readers: it stores one state more and counts two transitions more. For perfbook's model
 * 400/683 (1x1, the base), 7,726/18,002 (1x2), 46,560/115,407 (2x1), and with `--set` also 146,337/435,712 (1x3) and
 * 2,539,496/7,460,626 (2x2): all of them exactly. Exhaustive at each; 3 readers and 2 updaters take more than 60 s.
 *
 * The claim is perfbook's assertion; the search continues past it. A variant that 'counts' takes each violating transition
 * twice, so its census has that many additional transitions: 16 (A), 1,132 (B), 4 and 372 (C), 4 (D), as SPIN reports.
 *
 * Mutants A and B show only with two updaters, D only with two readers: a model that is too small hides a bug.
 */
const spec = qrcuPerfbook
  .transition(claim.waits, (_before, after, step) => {
    return step.step !== 'assert(sum == 0)' || after.qrcu_updater[step.instance]?.sum === 0
  })
  .reachable(claim.fast, s => s.qrcu_updater.some(u => u.pc === 'else skip, fast path'))
  .reachable(claim.slow, s => s.qrcu_updater.some(u => u.pc === 'wait skip'))
  .variant('1x2', { readers: 2 })
  .variant('2x1', { updaters: 2 })
  .variant('A 1x2', { readers: 2, mutant: 'A' })
  .variant('A 2x1, counts', { updaters: 2, mutant: 'A', countsViolations: true })
  .variant('B 1x2', { readers: 2, mutant: 'B' })
  .variant('B 2x1', { updaters: 2, mutant: 'B' })
  .variant('B 2x1, counts', { updaters: 2, mutant: 'B', countsViolations: true })
  .variant('C 1x1', { mutant: 'C' })
  .variant('C 1x1, counts', { mutant: 'C', countsViolations: true })
  .variant('C 1x2, counts', { readers: 2, mutant: 'C', countsViolations: true })
  .variant('D 1x1', { mutant: 'D' })
  .variant('D 1x2', { readers: 2, mutant: 'D' })
  .variant('D 1x2, counts', { readers: 2, mutant: 'D', countsViolations: true })

export default spec

export const expected = expectations(
  spec,
  { claims: claim, rules: [{ where: ['base', 'D 1x1'], census: [399, 681, 30] }] },
  {
    '1x2': { census: [7725, 18000, 51] },
    '2x1': { census: [46559, 115405, 59] },
    'A 1x2': { census: [6121, 14148, 44] },
    'A 2x1, counts': { fails: { waits: 21 }, census: [26367, 63728, 50] },
    'B 1x2': { census: [7275, 16950, 49] },
    'B 2x1': { fails: { waits: 28 }, census: [171170, 424392, 87] },
    'B 2x1, counts': { fails: { waits: 28 }, census: [171170, 425524, 87] },
    'C 1x1': { fails: { waits: 18, slow: 'never' }, census: [654, 1124, 36] },
    'C 1x1, counts': { fails: { waits: 18, slow: 'never' }, census: [654, 1128, 36] },
    'C 1x2, counts': { fails: { waits: 18, slow: 'never' }, census: [29390, 69845, 63] },
    'D 1x2': { fails: { waits: 40 }, census: [8423, 19257, 51] },
    'D 1x2, counts': { fails: { waits: 40 }, census: [8423, 19261, 51] },
  },
)
