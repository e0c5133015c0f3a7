/** Arrows that stay in one lane, such as between actions. */

import { describe, expect, it } from 'vitest'
import { depthsOf } from '../../../src/ui/depths-of.ts'

const arrow = (from: number, to: number) => ({ from, to })
const oneLane = (): number => 0

describe('arrows of one lane', () => {
  it('lie on different curves where they meet, the shorter within the longer', () => {
    const [long, short, other] = [arrow(1, 5), arrow(2, 3), arrow(6, 7)]
    const depths = depthsOf([long, short, other], oneLane)
    expect([long, short, other].map(one => depths.get(one))).toEqual([1, 0, 0])
  })

  it('have no depth where they lead to another lane', () => {
    const across = arrow(1, 2)
    expect(depthsOf([across], at => at).has(across)).toBe(false)
  })
})
