import { describe, expect, it } from 'vitest'
import { arePrimitive, fieldsInText } from '../../../src/footprint/looks-at-fields.ts'

// Texts, since the compiler of the tests changes code.
function areFieldsPrimitive(text: string, item: unknown): boolean {
  const fields = fieldsInText(text)
  return fields !== undefined && arePrimitive(fields, item)
}

describe('a predicate looks at nothing but primitive fields', () => {
  const item = { kind: 'ack', to: 1, none: null, vote: { ballot: 1 } }

  it.each([
    "m => m.kind === 'ack'",
    '(m) => m.to === ballot && m.kind !== kind',
    'm => m.none?.ballot === 1',
    'm => !m?.gone',
    'm => s.m === m.to',
    "m => m.kind.startsWith('a')",
    '({ kind, to }) => kind === to',
    '({ to: there }) => there === 1',
    "m => m.kind === 'm' /* m */",
    'm => [1].some(n => n === m.to)',
  ])('in %s', text => {
    expect(areFieldsPrimitive(text, item)).toBe(true)
  })

  it.each([
    'm => m === other',
    'm => m.vote === other',
    '({ vote }) => vote === other',
    'm => m',
    'm => [m].includes(other)',
    'm => ({ ...m }).to',
    'm => Object.keys(m).length === 1',
    "m => 'to' in m",
    'm => m[key] === other',
    'm => m.valueOf() === other',
    'm => m.constructor === other',
    'm => (other ?? m) === other',
    '({ to, ...rest }) => rest === other',
    '({ to = other }) => to === other',
    '(m, i) => m.to === i',
    'function (m) { return m.to }',
  ])('but not in %s', text => {
    expect(areFieldsPrimitive(text, item)).toBe(false)
  })

  it('of a member that is no record', () => {
    expect(areFieldsPrimitive('m => m.vote === 1', 3)).toBe(true)
    expect(areFieldsPrimitive('m => m === 3', 3)).toBe(false)
  })
})
