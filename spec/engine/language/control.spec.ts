import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ModelError } from '../../../src/base/errors.ts'
import { assert, choose, model, when } from '../../../src/index.ts'
import { nextScript, runStep } from '../../../src/language/control.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { judgeInvariant } from '../../../src/machine/judge.ts'
import { successors } from '../../../src/machine/reference.ts'
import { thrownBy } from '../base/thrown-by.ts'

/** What each transition of one action chose, and how it ended. */
function runsOf(step: (s: { list: string[]; n: number }) => void, list: string[] = []) {
  const machine = instantiate(
    model('m')
      .shared(() => ({ list, n: 0 }))
      .action('act', step),
  )
  return successors(machine, machine.initialStates[0] ?? {}).map(({ options, script, effect }) => ({
    options,
    script,
    end: effect.kind === 'state' ? effect.state.n : `${effect.kind}: ${effect.message}`,
  }))
}

describe('choose', () => {
  test('gives one transition for each option, in the order given', () => {
    expect(
      runsOf(s => {
        s.n = choose(3, 1, 2)
      }),
    ).toEqual([
      { options: [3], script: [0], end: 3 },
      { options: [1], script: [1], end: 1 },
      { options: [2], script: [2], end: 2 },
    ])
  })

  test('gives every combination if it is called several times, the last call varying fastest', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 }), widths => {
        const chosen = runsOf(() => {
          for (const width of widths) choose(...Array(width).keys())
        }).map(run => run.options)
        expect(chosen).toEqual(combinations(widths))
      }),
    )
  })

  test('may depend on what was chosen before', () => {
    const runs = runsOf(s => {
      const first = choose(0, 1, 2)
      s.n = first === 1 ? 10 : 10 * first + choose(...Array(first + 1).keys())
    })
    expect(runs.map(run => run.script)).toEqual([[0, 0], [1], [2, 0], [2, 1], [2, 2]])
    expect(runs.map(run => run.end)).toEqual([0, 10, 20, 21, 22])
  })

  test('without options disables the step', () => {
    expect(runsOf(s => choose(...s.list))).toEqual([])
  })

  test('without options after a choice disables only that choice', () => {
    const runs = runsOf(s => {
      if (choose('on', 'off') === 'on') choose(...s.list)
      s.n = 1
    })
    expect(runs).toEqual([{ options: ['off'], script: [1], end: 1 }])
  })

  test('counts equal options separately', () => {
    expect(runsOf(() => choose('a', 'a')).map(run => run.script)).toEqual([[0], [1]])
  })

  test('stores its option as plain data, even a part of the draft, which is revoked after the step', () => {
    const machine = instantiate(
      model('m')
        .shared(() => ({ messages: [{ to: [1] }, { to: [2] }], last: null as { to: number[] } | null }))
        .action('receive', s => {
          const message = choose(...s.messages)
          const wrapped = choose({ message })
          wrapped.message.to.push(9)
          s.last = message
        }),
    )
    const runs = successors(machine, machine.initialStates[0] ?? {})
    expect(JSON.stringify(runs.map(run => run.options))).toBe(
      '[[{"to":[1]},{"message":{"to":[1]}}],[{"to":[2]},{"message":{"to":[2]}}]]',
    )
    expect(runs.map(run => run.effect.kind === 'state' && run.effect.state.last)).toEqual([
      { to: [1, 9] },
      { to: [2, 9] },
    ])
  })

  test('stores the text of an option that is not plain data', () => {
    const ring: { self?: unknown } = {}
    ring.self = ring
    const options = runsOf(() => choose<unknown>(undefined, 1n, Number.NaN, ring, Symbol('s')))
    expect(options.map(run => run.options)).toEqual([['undefined'], ['1'], ['NaN'], ['[object Object]'], ['Symbol(s)']])
  })

  test('with fewer options than the number of the one to take shows that the step is impure', () => {
    const error = thrownBy(() => runStep([0, 1], () => [choose(1, 2), choose(1)]))
    expect(error).toBeInstanceOf(ModelError)
    expect(error).toMatchObject({
      code: 'impure',
      message: expect.stringMatching(/^choose had 2 options or more a moment ago and now has 1, from the same state\./),
    })
  })
})

describe('when', () => {
  test('enables the step if its condition is true and disables it if it is false', () => {
    expect(runsOf(s => when(s.n === 0))).toHaveLength(1)
    expect(runsOf(s => when(s.n === 1))).toHaveLength(0)
  })

  test('disables only the choices for which its condition is false', () => {
    const runs = runsOf(s => {
      s.n = choose(1, 2, 3, 4)
      when(s.n % 2 === 0)
    })
    expect(runs.map(run => run.end)).toEqual([2, 4])
  })

  test('undoes what the step did before it', () => {
    const runs = runsOf(s => {
      s.n = 7
      when(choose(true, false))
      s.n++
    })
    expect(runs.map(run => run.end)).toEqual([8])
  })
})

describe('assert', () => {
  test('ends the step in a violation with its message if its condition is false', () => {
    const runs = runsOf(s => {
      s.n = choose(1, 2)
      assert(s.n !== 2, 'never two')
    })
    expect(runs.map(run => run.end)).toEqual([1, 'assertion: never two'])
  })

  test('has a default message', () => {
    expect(runsOf(s => assert(s.n === 1))).toMatchObject([{ end: 'assertion: assertion failed' }])
  })
})

describe('a step that catches the signal by which it is left', () => {
  function swallow(action: () => void) {
    try {
      action()
    } catch {
      // As a step may do that guards against something else.
    }
  }

  test('is still disabled by when', () => {
    expect(runsOf(() => swallow(() => when(false)))).toEqual([])
  })

  test('is still disabled by choose', () => {
    expect(runsOf(() => swallow(() => choose()))).toEqual([])
  })

  test('still fails its assertion', () => {
    expect(runsOf(() => swallow(() => assert(false, 'no')))).toMatchObject([{ end: 'assertion: no' }])
  })

  test('is judged by the first of several signals', () => {
    const disabledFirst = () => {
      swallow(() => when(false))
      assert(false)
    }
    expect(runsOf(disabledFirst)).toEqual([])
    const failedFirst = () => {
      swallow(() => assert(false, 'no'))
      when(false)
    }
    expect(runsOf(failedFirst)).toMatchObject([{ end: 'assertion: no' }])
  })

  test('is still disabled if it throws something else instead', () => {
    const rethrow = () => {
      swallow(() => when(false))
      throw new Error('another')
    }
    expect(runsOf(rethrow)).toEqual([])
  })
})

describe('outside a step', () => {
  const hint =
    'was called outside a step. It may be used only in steps, in actions, and in functions that these call; a claim just returns true or false.'
  const words: [string, () => unknown][] = [
    ['when', () => when(true)],
    ['choose', () => choose(1)],
    ['assert', () => assert(true)],
  ]

  test.each(words)('%s is an error of the model', (word, call) => {
    expect(thrownBy(call)).toMatchObject({ name: 'ModelError', code: 'out-of-step', message: `${word} ${hint}` })
  })

  test.each(words)('%s in a claim is an error of the model', (word, call) => {
    const machine = instantiate(model('m').invariant('c', () => call() === undefined))
    const [claim] = machine.claims
    if (claim?.kind !== 'invariant') throw new Error('the claim is not there')
    expect(thrownBy(() => judgeInvariant(machine, claim, {}))).toMatchObject({
      code: 'out-of-step',
      message: `${word} ${hint}`,
    })
  })

  test.each(words)('%s in the function of the initial state is an error of the model', (word, call) => {
    const source = model('m').shared(() => {
      call()
      return {}
    })
    expect(thrownBy(() => instantiate(source))).toMatchObject({ code: 'out-of-step', message: `${word} ${hint}` })
  })

  test.each(words)('%s is again an error of the model after a step that threw', (_, call) => {
    expect(
      runsOf(() => {
        throw new Error('no')
      }),
    ).toHaveLength(1)
    expect(thrownBy(call)).toMatchObject({ code: 'out-of-step' })
  })
})

describe('a run of a step', () => {
  test('restores the step around it', () => {
    const outer = runStep([1], () => {
      const inner = runStep([2], () => choose('x', 'y', 'z'))
      return [choose('a', 'b'), inner.outcome]
    })
    expect(outer).toMatchObject({
      outcome: { kind: 'returned', value: ['b', { kind: 'returned', value: 'z' }] },
      options: ['b'],
      script: [1],
      widths: [2],
    })
  })

  test('drops the part of its script beyond its choices', () => {
    expect(runStep([1, 1, 1], () => choose(0, 1)).script).toEqual([1])
  })
})

test('scripts are incremented like numbers whose digits have the recorded widths', () => {
  expect(nextScript([], [])).toBeUndefined()
  expect(nextScript([0, 0], [2, 2])).toEqual([0, 1])
  expect(nextScript([0, 1], [2, 2])).toEqual([1])
  expect(nextScript([1, 1], [2, 2])).toBeUndefined()
})

/** All lists whose element `i` is below `widths[i]`, in order. */
function combinations([width, ...rest]: readonly number[]): number[][] {
  if (width === undefined) return [[]]
  return [...Array(width).keys()].flatMap(first => combinations(rest).map(others => [first, ...others]))
}
