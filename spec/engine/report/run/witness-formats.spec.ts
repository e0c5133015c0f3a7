import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical, type Plain } from '../../../../src/base/plain.ts'
import { add, model, setOf } from '../../../../src/index.ts'
import { witnessToItf } from '../../../../src/report/run/witness-itf.ts'
import { witnessToMermaid } from '../../../../src/report/run/witness-mermaid.ts'
import { showStep } from '../../../../src/report/text/show-step.ts'
import { endsInStep, leadsBack, statesOf, stepTitle, type Witness } from '../../../../src/witness/witness.ts'
import { parseSequenceDiagram } from '../format-parsers.ts'
import { anyWitness, counting, find, nasty, philosophers, qrcuWitness, queue, throwing } from '../witnesses.ts'

interface Trace {
  readonly '#meta': { readonly [key: string]: unknown }
  readonly vars: readonly string[]
  readonly states: readonly { readonly [name: string]: unknown; readonly '#meta': { readonly index: number } }[]
  readonly loop?: number
}

const itf = (witness: Witness): Trace => JSON.parse(witnessToItf(witness)) as Trace

/** A value of the trace as a model would have it: each expression of the format, and nothing else. */
function modelValueOf(expression: unknown): Plain {
  if (typeof expression === 'string' || typeof expression === 'boolean') return expression
  if (Array.isArray(expression)) return expression.map(modelValueOf)
  if (typeof expression !== 'object' || expression === null) throw new Error(`not of the format: ${expression}`)
  const fields = Object.entries(expression)
  const [[key, inner] = ['', null]] = fields
  if (!fields.some(([name]) => name.startsWith('#'))) {
    if (key === 'tag' && inner === 'None' && canonical(expression) === '{"tag":"None","value":{"#tup":[]}}') return null
    return Object.fromEntries(fields.map(([name, field]) => [name, modelValueOf(field)]))
  }
  expect(fields).toHaveLength(1)
  switch (key) {
    case '#bigint':
      expect(inner).toMatch(/^-?\d+$/)
      return Number(inner)
    case '#unserializable':
      return Number(inner)
    case '#set':
      return (inner as unknown[]).map(modelValueOf)
    case '#map':
      return Object.fromEntries((inner as [string, unknown][]).map(([name, field]) => [name, modelValueOf(field)]))
    default:
      throw new Error(`not of the format: ${key}`)
  }
}

/** The states of the trace as the model has them: variables are cells, in their order. */
function statesIn(trace: Trace, { initial }: Witness): string[] {
  const cells = Object.keys(initial)
  expect(trace.vars).toHaveLength(cells.length)
  expect(new Set(trace.vars).size).toBe(cells.length)
  return trace.states.map((state, index) => {
    expect(state['#meta'].index).toBe(index)
    expect(Object.keys(state).sort()).toEqual(['#meta', ...trace.vars].sort())
    return canonical(Object.fromEntries(trace.vars.map((name, i) => [cells[i] as string, modelValueOf(state[name])])))
  })
}

describe('a witness in the Informal Trace Format', () => {
  it('has the states of the run, each with the step that leads to it', async () => {
    const witness = await find(queue)
    const trace = itf(witness)
    expect(trace.vars).toEqual(['queue', 'link', 'seen', 'sender', 'receiver'])
    expect(statesIn(trace, witness)).toEqual(statesOf(witness).map(canonical))
    expect(trace.states[0]?.['#meta']).toEqual({ index: 0 })
    const actions = trace.states.slice(1).map(state => (state['#meta'] as { action?: string }).action)
    expect(actions).toEqual(witness.steps.map(stepTitle))
    expect(trace.states[1]).toMatchObject({
      '#meta': { index: 1, action: 'sender 0: send', process: 'sender', instance: 0, step: 'send', choices: [] },
      queue: [{ seq: { '#bigint': '1' } }],
      link: { up: true, lost: { '#bigint': '0' } },
      sender: [{ pc: 'send', next: { '#bigint': '2' } }],
    })
    expect(trace['#meta']).toMatchObject({
      format: 'ITF',
      status: 'violation',
      model: 'queue',
      claim: { name: 'nothing seen is lost', kind: 'invariant' },
    })
  })

  it('describes a step that leads to no state', async () => {
    const witness = await find(throwing)
    const trace = itf(witness)
    expect(trace.states).toHaveLength(witness.steps.length)
    expect(trace['#meta']).toMatchObject({
      failingStep: { action: 'worker 0: use' },
      message: expect.stringContaining('Cannot read properties of null'),
    })
  })

  it("writes each kind of value in the format's encoding", async () => {
    const kinds = model('kinds')
      .shared(() => ({
        none: null,
        big: 2 ** 60,
        less: -3,
        part: 0.5,
        text: 'x',
        flag: true,
        list: [] as number[],
        set: setOf<unknown>(2, { a: null }),
        '#odd': { '#key': 1, other: [2] },
        '_#odd': 1,
        deep: { inner: { set: setOf('b', 'a') } },
        same: { tag: 'None', value: [] as number[] },
      }))
      .process('p', {
        locals: () => ({ seen: setOf<number>() }),
        steps: {
          go: (s, me) => {
            add(me.seen, 7)
            s.list.push(1)
          },
        },
      })
      .invariant('never', s => s.list.length === 0)
    const witness = await find(kinds)
    const trace = itf(witness)
    const int = (n: string) => ({ '#bigint': n })
    expect(trace.states[1]).toEqual({
      '#meta': { index: 1, action: 'p 0: go', process: 'p', instance: 0, step: 'go', choices: [] },
      none: { tag: 'None', value: { '#tup': [] } },
      big: int('1152921504606846976'),
      less: int('-3'),
      part: { '#unserializable': '0.5' },
      text: 'x',
      flag: true,
      list: [int('1')],
      set: { '#set': [int('2'), { a: { tag: 'None', value: { '#tup': [] } } }] },
      '__#odd': {
        '#map': [
          ['#key', int('1')],
          ['other', [int('2')]],
        ],
      },
      '_#odd': int('1'),
      deep: { inner: { set: { '#set': ['a', 'b'] } } },
      same: { tag: 'None', value: [] },
      p: [{ pc: 'done', seen: { '#set': [int('7')] } }],
    })
    expect(statesIn(trace, witness)).toEqual(statesOf(witness).map(canonical))
  })

  it('loses no information of any witness, and is the same text each time', () => {
    fc.assert(
      fc.property(anyWitness, witness => {
        const text = witnessToItf(witness)
        expect(witnessToItf(structuredClone(witness))).toBe(text)
        expect(text).not.toMatch(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/u)
        const trace = JSON.parse(text) as Trace
        const states = statesOf(witness).map(canonical)
        expect(statesIn(trace, witness)).toEqual(leadsBack(witness) ? states.slice(0, -1) : states)
        expect(trace.loop).toBe(witness.loop?.from)
        expect(trace['#meta'].constants).toEqual(witness.constants)
      }),
      { numRuns: 100 },
    )
  })
})

describe('a witness as a Mermaid sequence diagram', () => {
  it('has a lifeline for each instance, a message for each step, and a note of what changed', async () => {
    const witness = await qrcuWitness()
    const diagram = parseSequenceDiagram(witnessToMermaid(witness))
    expect(diagram.title).toBe("qrcu, variant 'no re-summation'")
    expect(diagram.participants).toEqual(['reader 0', 'updater 0', 'updater 1'])
    expect(diagram.messages).toHaveLength(witness.steps.length)
    diagram.messages.forEach(({ participant, label }, k) => {
      const step = witness.steps[k]!
      expect(`${diagram.participants[participant]}: ${label}`).toBe(showStep(step).replace(': ', `: ${k + 1}. `))
    })
    expect(diagram.notes[0]).toBe('readers: 1, updaters: 2, resum: false\n18 steps, 3 context switches')
    expect(diagram.notes[1]).toBe('ctr[0]: 1 → 2')
    expect(diagram.notes.at(-1)).toMatch(/^VIOLATED: no assertion fails\n.*\n.*the grace period ended/)
  })

  it('gives actions a lifeline of their own, and names the waiting instances of a deadlock', async () => {
    const diagram = parseSequenceDiagram(witnessToMermaid(await find(queue)))
    expect(diagram.participants.at(-1)).toBe('actions')
    expect(diagram.messages.map(({ label }) => label.replace(/^\d+\. /, ''))).toContain('cut the link')
    const stuck = parseSequenceDiagram(witnessToMermaid(await find(philosophers)))
    expect(stuck.notes.at(-1)).toContain('philosopher 2 waits in takeLeft for')
  })

  it('leaves out the middle of a long run, and says so', async () => {
    const witness = await find(counting, { set: { to: 400 } })
    const { messages, notes } = parseSequenceDiagram(witnessToMermaid(witness))
    expect(messages).toHaveLength(100)
    expect(messages.map(({ label }) => label).slice(29, 31)).toEqual(['30. count', '332. count'])
    expect(notes).toContain('301 steps not drawn')
  })

  it('encodes every text of a model', async () => {
    const base = await find(queue)
    for (const text of [...nasty, 'direction TB', '%%{init: {}}%%', 'a; b', '#35;', '[[fork]]', 'end', '$$x$$']) {
      const witness: Witness = {
        ...base,
        model: text,
        variant: text,
        constants: { [text]: text },
        claim: { ...base.claim, name: text },
        steps: base.steps.map(step => ({
          ...step,
          step: text,
          choices: [text],
          changes: [...step.changes, { path: ['link', text], after: text }],
        })),
      }
      const { messages } = parseSequenceDiagram(witnessToMermaid(witness))
      expect(messages).toHaveLength(base.steps.length)
    }
  })

  it('is drawn for any witness, and is the same text each time', () => {
    fc.assert(
      fc.property(anyWitness, witness => {
        const text = witnessToMermaid(witness)
        const { messages, participants, loop } = parseSequenceDiagram(text)
        expect(messages).toHaveLength(witness.steps.length)
        expect(loop).toEqual(leadsBack(witness) ? { from: witness.loop?.from, to: messages.length } : undefined)
        for (const { participant } of messages) expect(participant).toBeLessThan(participants.length)
        expect(witnessToMermaid(structuredClone(witness))).toBe(text)
        expect(statesOf(witness)).toHaveLength(
          witness.steps.length + (endsInStep(witness) && messages.length > 0 ? 0 : 1),
        )
      }),
      { numRuns: 100 },
    )
  })
})
