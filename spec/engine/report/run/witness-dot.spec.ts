import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderSvg } from '../../../../src/report/graphviz/render-svg.ts'
import { witnessToDot } from '../../../../src/report/run/witness-dot.ts'
import type { Witness } from '../../../../src/witness/witness.ts'
import { isWellFormed } from '../well-formed.ts'
import { anyWitness, counting, find, nasty, philosophers, qrcuWitness, queue, throwing } from '../witnesses.ts'

const red = '#b42318'

describe('the diagram of a witness', () => {
  it('has a node for each state and an edge for each step', async () => {
    const dot = witnessToDot(await qrcuWitness())
    for (let k = 0; k < 18; k++) expect(dot).toMatch(new RegExp(`^ *s${k} \\[`, 'm'))
    expect(dot).not.toMatch(/^ *s18 /m)
    expect(dot).toMatch(/s0 -> s1 \[label=" {2}reader 0: load {2}\\l"/)
    expect(dot).toMatch(/s4 -> s5 \[label=" {2}updater 1: sumA \[1\] {2}\\l"/)
  })

  it('draws the last edge thick and red, and the claim after it', async () => {
    const edges = witnessToDot(await qrcuWitness()).match(/^.* -> (s\d+|claim) .*id="step-\d+".*$/gm) ?? []
    expect(edges).toHaveLength(18)
    expect(edges.filter(edge => edge.includes(red))).toEqual([edges.at(-1)])
    expect(edges.at(-1)).toMatch(/s17 -> claim .*penwidth="4"/)
    const svg = await draw(await qrcuWitness())
    expect(svg).toContain('VIOLATED: no assertion fails')
    expect(svg).toContain('the grace period ended before a reader that it had to wait for')
  })

  it('shows the state that breaks an invariant, with its changes and completely', async () => {
    const svg = await draw(await find(queue))
    expect(svg).toContain('VIOLATED: nothing seen is lost')
    expect(svg).toMatch(/link\.lost .*0 → 1/)
    expect(svg).toContain('the whole state')
    expect(svg).toContain('cut the link')
  })

  it('draws deadlocks, errors and goals', async () => {
    expect(await draw(await find(philosophers))).toContain('philosopher 2 waits in takeLeft for ')
    expect(await draw(await find(throwing))).toContain('Cannot read properties of null (reading &#39;a&#39;)')
    const goal = await find(
      queue.reachable('two are under way', s => s.queue.length === 2),
      { claim: 'two are under way' },
    )
    expect(await draw(goal)).toContain('REACHED: two are under way')
  })

  it('marks the other steps that lead away, and explains the marks', async () => {
    const witness = await qrcuWitness()
    const dot = witnessToDot(witness)
    for (const [k, others] of witness.others.entries()) {
      const stub = dot.match(new RegExp(`^ *o${k} \\[.*label="([^"]*)"`, 'm'))?.[1] ?? ''
      const marks = stub.split('\\l').filter(line => line !== '')
      expect(marks.filter(line => line.startsWith('×'))).toHaveLength(others.filter(({ away }) => away).length)
      expect(marks.filter(line => line.startsWith('↓'))).toHaveLength(others.filter(({ away }) => !away).length)
    }
    expect(dot).toContain('× leads away')
    expect(dot).toContain('↓ leads to the violation as well')
  })

  it('stays bounded: the middle of a long run is summarised, and many other steps are counted', async () => {
    const long = await find(counting, { set: { to: 400 } })
    const svg = await draw(long)
    expect(svg).toContain('281 steps not drawn.')
    expect(svg).toMatch(/n .*39 → 320/)
    expect(svg.match(/class="node"/g)?.length).toBeLessThan(130)

    const crowded = await find(philosophers, { set: { n: 7 } })
    const others = Array.from({ length: 60 }, (_, i) => ({ ...crowded.others[0]![0]!, instance: i, away: i > 9 }))
    const dot = witnessToDot({ ...crowded, others: [others] })
    expect(dot).toContain('↓ and 4 more')
    expect(dot).toContain('× and 50 more')
    expect(dot.match(/: takeRight\\l/g)?.length).toBeLessThan(14)
  })

  it('encodes every text of a model inside its label', async () => {
    const base = await find(queue)
    for (const text of nasty) {
      const witness: Witness = {
        ...base,
        model: text,
        variant: text,
        constants: { [text]: text },
        claim: { ...base.claim, name: text },
        message: text,
        initial: { ...base.initial, [text]: text },
        steps: base.steps.map(step => ({
          ...step,
          step: text,
          choices: [text],
          changes: [...step.changes, { path: [text], before: text, after: `${text}!` }],
        })),
        others: base.others.map(list => list.map(other => ({ ...other, step: text, choices: [text] }))),
      }
      isWellFormed(await draw(witness))
    }
  })

  it('draws any witness', async () => {
    await fc.assert(
      fc.asyncProperty(anyWitness, async witness => {
        isWellFormed(await draw(witness))
      }),
      { numRuns: 10 },
    )
  })
})

describe('drawing a graph', () => {
  it('gives up in time on a graph that takes too long', async () => {
    let random = 1
    const node = () => {
      random = (random * 48_271) % 2_147_483_647
      return `n${random % 450}`
    }
    const edges = Array.from({ length: 1600 }, () => `${node()} -> ${node()}`)
    const started = performance.now()
    const result = await renderSvg(`digraph { ${edges.join('; ')} }`, { limitMs: 1500 })
    expect(result).toEqual({ kind: 'timed out', reason: 'Graphviz did not finish within 1.5 s' })
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  it('rejects input and output that are too large', async () => {
    expect(await renderSvg('digraph { a -> b }', { maxDotLength: 10 })).toMatchObject({ kind: 'too large' })
    expect(await renderSvg('digraph { a -> b }', { maxSvgLength: 100 })).toMatchObject({ kind: 'too large' })
  })

  it('reports the error in a text that is not a graph', async () => {
    expect(await renderSvg('digraph { a -> ')).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('syntax error'),
    })
  })
})

async function draw(witness: Witness): Promise<string> {
  const result = await renderSvg(witnessToDot(witness))
  if (result.kind !== 'rendered') throw new Error(`${result.kind}: ${result.reason}`)
  return result.svg
}
