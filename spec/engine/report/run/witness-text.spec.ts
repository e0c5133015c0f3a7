import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Path, showPath } from '../../../../src/base/plain.ts'
import { witnessToText } from '../../../../src/report/run/witness-text.ts'
import { coloured } from '../../../../src/report/text/paint.ts'
import { harmless } from '../../../../src/report/text/value.ts'
import { columnsOf } from '../../../../src/report/text/wrap.ts'
import type { Change } from '../../../../src/witness/difference.ts'
import type { Witness, WitnessStep } from '../../../../src/witness/witness.ts'
import { anyWitness, counting, find, nasty, philosophers, qrcuWitness, queue, throwing } from '../witnesses.ts'

describe('a run as text lanes', () => {
  it('is the same, byte for byte, every time', async () => {
    expect(witnessToText(await qrcuWitness(), { width: 72 })).toMatchInlineSnapshot(`
      "qrcu, variant 'no re-summation'
      readers: 1, updaters: 2, resum: false
      18 steps, 3 context switches; 16 of 18 steps on the causal chain

      Initially
        idx        0
        ctr        [1, 0]
        progress   [0]
        mutex      null
        reader 0   at load, my: 0
        updater 0  at snapshot, i: 0, sum: 0, start: [0]
        updater 1  at snapshot, i: 0, sum: 0, start: [0]

      Letters: R read-side section, S synchronize_qrcu, M mutex.
      Steps with a dot are not on the causal chain.

             reader 0     updater 0    updater 1
        1    load
        2    enter                                ctr[0]: 1 -> 2
        3  R inside                               progress[0]: 0 -> 1,
                                                  now at leave
        4  R                         S snapshot   reads progress[0] = 1 <- 3,
                                                  updater[1].start[0]: 0 -> 1
        5  R                         S sumA [1]   reads ctr[1] = 0 until 12
       ·6  R           S  snapshot   S            updater[0].start[0]: 0 -> 1
        7  R           S  sumA [0]   S            reads ctr[0] = 2 <- 2,
                                                  updater[0].i: 0 -> 1,
                                                  updater[0].sum: 0 -> 2
        8  R           S  addA       S
       ·9  R           S  testA      S
       10  R           S  decide     S
       11  R           SM lock       S            mutex: null -> 0
       12  R           SM bump       S            ctr[1]: 0 -> 1
       13  R           SM flip       S            idx: 0 -> 1
       14  R           SM drop       S            reads ctr[0] = 2 <- 2,
                                                  ctr[0]: 2 -> 1, now at wait
       15  R           SM            S addA       reads ctr[0] = 1 <- 14,
                                                  updater[1].sum: 0 -> 1
       16  R           SM            S testA
       17  R           SM            S decide
      >18  R           SM            S verify     reads progress[0] = 1 <- 3
                                                  !! the assertion fails

      Why
        reader changed ctr[0] from 1 to 2 in enter (step 2).
        updater 1 found ctr[1] = 0 in sumA [1] (step 5).
        updater 0 found ctr[0] = 2 (left by step 2) and set its i to 1 in sumA
          [0] (step 7), then set ctr[1] to 1 in bump (step 12),
          and then changed ctr[0] from 2 to 1 in drop (step 14).
        So updater 1 found ctr[0] = 1 in addA (step 15),
          then went on to decide in testA (step 16),
          and then still went by ctr[1] = 0 (read at step 5),
          found progress[0] = 1 (left by step 3),
          its start[0] = 1 and failed its assertion in verify (step 18).
        reader had yet to set progress[0] to 2 in leave.
        With resum = true, testA (step 16) would have found its sum = 1 and
          gone on to sumB, and the same schedule keeps the claim.

      !! VIOLATED: no assertion fails
      !!   An assertion fails in step 18, updater 1: verify:
      !!   the grace period ended before a reader that it had to wait for
      "
    `)
    expect(witnessToText(await find(queue), { width: 72 })).toMatchInlineSnapshot(`
      "queue
      capacity: 2
      6 steps, 4 context switches; all steps are on the causal chain

      Initially
        queue       []
        link        {up: true, lost: 0}
        seen        [0, 0]
        sender 0    at send, next: 1
        receiver 0  at take
        receiver 1  at take

      One column for each of: sender 0, receiver 0, receiver 1, actions.

        1  o . . .  sender 0: send    queue: [] -> [{seq: 1}],
                                      sender[0].next: 1 -> 2, back to send
        2  o . . .  sender 0: send    queue: [{seq: 1}]
                                        -> [{seq: 1}, {seq: 2}],
                                      sender[0].next: 2 -> 3, back to send
        3  . . o .  receiver 1: take  reads queue = [{seq: 1}, {seq: 2}] <- 1,
                                      queue: [{seq: 1}, {seq: 2}]
                                        -> [{seq: 2}],
                                      seen[1]: 0 -> 1, back to take
        4  o . . .  sender 0: send    reads queue = [{seq: 2}] <- 3,
                                      queue: [{seq: 2}]
                                        -> [{seq: 2}, {seq: 3}],
                                      sender[0].next: 3 -> 4, back to send
        5  . o . .  receiver 0: take  reads queue = [{seq: 2}, {seq: 3}] <- 2,
                                      queue: [{seq: 2}, {seq: 3}]
                                        -> [{seq: 3}],
                                      seen[0]: 0 -> 2, back to take
       >6  . . . o  cut the link      reads queue = [{seq: 3}] <- 5,
                                      queue: [{seq: 3}] -> [],
                                      link.up: true -> false,
                                      link.lost: 0 -> 1
                                      !! now the claim is false

      Finally
        queue       []
        link        {up: false, lost: 1}
        seen        [2, 1]
        sender 0    at send, next: 4
        receiver 0  at take
        receiver 1  at take

      Why
        sender added {seq: 1} to queue in send (step 1),
          and then added {seq: 2} to queue in send (step 2).
        receiver 1 set seen[1] to 1 and took {seq: 1} out of queue in take
          (step 3).
        sender added {seq: 3} to queue in send (step 4).
        receiver 0 also set seen[0] to 2 and took {seq: 2} out of queue in
          take (step 5).
        So cut the link found queue = [{seq: 3}] and changed link.lost from 0
          to 1 (step 6).
        So seen = [2, 1] and link.lost = 1: the claim "nothing seen is lost"
          is broken.
        Had receiver 1 taken take before cut the link (step 6),
          the claim would have been kept.

      !! VIOLATED: nothing seen is lost
      !!   It is false after step 6.
      "
    `)
  })

  it('ends in the broken claim, and marks the step that breaks it', async () => {
    const lines = witnessToText(await qrcuWitness())
      .trimEnd()
      .split('\n')
    expect(lines.slice(-3)).toEqual([
      '!! VIOLATED: no assertion fails',
      '!!   An assertion fails in step 18, updater 1: verify:',
      '!!   the grace period ended before a reader that it had to wait for',
    ])
    expect(lines.filter(line => /^>18 .* verify +reads progress\[0\] = 1 <- 3$/.test(line))).toHaveLength(1)
  })

  it('names the waiting instances of a deadlock and their labels', async () => {
    const text = witnessToText(await find(philosophers))
    for (const i of [0, 1, 2])
      expect(text).toContain(
        `!!   philosopher ${i} waits in takeLeft for forks[${(i + 1) % 3}] = null; it is ${(i + 1) % 3} since`,
      )
    expect(text).toContain('No step is enabled after step 3.')
  })

  it('shows the message and the place of an error', async () => {
    const text = witnessToText(await find(throwing))
    expect(text).toContain("Cannot read properties of null (reading 'a')")
    expect(text).toMatch(/!! {3}at .*witnesses\.ts/)
  })

  it('says where a step leads back to', async () => {
    expect(witnessToText(await find(counting))).toMatch(/count +n: 0 -> 1, back to count/)
  })

  it('has no line longer than the width, for any witness', () => {
    fc.assert(
      fc.property(anyWitness, fc.integer({ min: 40, max: 140 }), (witness, width) => {
        for (const line of witnessToText(witness, { width }).split('\n'))
          expect(columnsOf(line)).toBeLessThanOrEqual(width)
      }),
      { numRuns: 100 },
    )
  })

  it('names every cell that changed', () => {
    fc.assert(
      fc.property(anyWitness, witness => {
        const text = witnessToText(witness, { width: 10_000 })
        for (const step of witness.steps) {
          for (const change of step.changes) expect(isNamed(text, step, change)).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('lets no text of a model move the cursor', () => {
    fc.assert(
      fc.property(anyWitness, witness => {
        expect(witnessToText(witness)).not.toMatch(/[^\P{C}\n]/u)
      }),
      { numRuns: 60 },
    )
  })

  it('differs only in colour if it is coloured', async () => {
    const witness = await find(queue)
    const escapeCode = String.fromCharCode(27)
    const painted = witnessToText(witness, { paint: (style, text) => coloured(style, text) })
    const bare = painted.split(escapeCode).map((part, i) => (i === 0 ? part : part.replace(/^\[\d+m/, '')))
    expect(bare.join('')).toBe(witnessToText(witness))
  })

  it('shows who moves for any number of processes and any width', async () => {
    const witness = await find(philosophers, { set: { n: 7 } })
    for (const width of [40, 60, 72, 100, 160]) {
      const text = witnessToText(witness, { width })
      for (let i = 0; i < 7; i++) expect(text).toMatch(new RegExp(`philosopher\\s+${i}`))
    }
  })

  it('works for a run without steps', async () => {
    const witness = await find(queue.invariant('never true', () => false))
    expect(witnessToText(witness)).toContain('It is false in the initial state.')
  })

  it('separates hostile names from its own lines', async () => {
    const base = await qrcuWitness()
    for (const text of nasty) {
      const witness: Witness = { ...base, message: text, claim: { ...base.claim, name: text } }
      expect(witnessToText(witness).split('\n').at(-2)).toMatch(/^!!/)
    }
  })
})

/** Whether the text has a change, or the list around it whose length changed with it. */
function isNamed(text: string, step: WitnessStep, { path }: Change): boolean {
  if (path.length === 3 && path[0] === step.process && path[1] === step.instance && path[2] === 'pc') return true
  const around: Path[] = path.map((_, i) => path.slice(0, i + 1))
  return around.some(part => text.includes(`${harmless(showPath(part))}: `))
}
