/** TypeScript that must be compiled, not only stripped, has the lines that its author wrote, as it has under vitest. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { transformSync } from '@swc/wasm-typescript'
import { describe, expect, it } from 'vitest'
import { check } from '../../../src/check/check.ts'
import { isSameCode, onOwnLines } from '../../../src/cli/compile/on-own-lines.ts'
import type { Witness } from '../../../src/witness/witness.ts'
import { checkout, folderWith, interleave } from './run-command.ts'

const enumeration = `enum Phase {
  Idle,
  Asked,
  /** Not yet answered. */
  Waiting = 1 << 2,
  Done,
  Gone,
}
`

const property = `class Clock {
  count = 0
  constructor(
    readonly time: number,
    private readonly rate = 1,
  ) {
    this.count += this.late
  }

  late = 0
  tick(): Clock { return new Clock(this.time + this.rate) }
}
`

const namespace = `namespace Limits {
  export const most: number = 3
  export function isBelow(
    n: number,
  ): boolean {
    return n < most
  }
}
`

/** Breaks its claim in a step with a branch that is not taken; if it is to throw, the claim does. */
function modelAfter(syntax: string, doesThrow = false): string {
  return `import { model } from 'interleave-checker'
${syntax}
export default model('lines')
  .shared(() => ({ n: 0 }))
  .process('p', { steps: {
    count: (s, me) => {
      if (s.n > 5) {
        s.n = 0 as number
      }
      s.n++
      return 'count'
    },
  } })
  .invariant('few', s =>
    s.n < ${doesThrow ? '(s as any).most.value' : '3'})
`
}

function lineOf(text: string, part: string): number {
  return text.split('\n').findIndex(line => line.includes(part)) + 1
}

async function underVitest(folder: string): Promise<string> {
  const { default: model } = (await import(pathToFileURL(join(folder, 'spec.ts')).href)) as {
    default: Parameters<typeof check>[0]
  }
  try {
    await check(model)
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

describe.each([
  ['an enum', enumeration],
  ['an enum, a parameter property and a namespace', enumeration + property + namespace],
])('after %s', (_, syntax) => {
  const text = modelAfter(syntax)

  it('the source beside a run is that of the step and the claim', async () => {
    const cwd = folderWith({ 'spec.ts': text })
    expect((await interleave(['check', 'spec.ts'], { cwd })).code).toBe(12)
    const { source } = JSON.parse(readFileSync(join(cwd, 'out/spec/base/few.json'), 'utf8')) as Witness
    const [step, claim] = [source?.steps[0]?.[0], source?.claim[0]]
    const excerpts = [step, claim].map(run => source?.excerpts[run?.excerpt ?? -1])
    expect(excerpts.map(excerpt => excerpt?.line)).toEqual([lineOf(text, 'count: (s'), lineOf(text, '.invariant(')])
    expect(excerpts[0]?.text.split('\n')[0]).toBe('count: (s, me) => {')
    const lines = excerpts[0]?.text.split('\n') ?? []
    expect(step?.idle.map(({ line, from, to }) => lines[line]?.slice(from, to).trim())).toEqual(['s.n = 0 as number'])
    expect(step?.reads.map(read => lines[read.line]?.trim())).toEqual(['if (s.n > 5) {', 's.n++'])
  })

  it('an annotation and an error are at the line of the claim, as under vitest', async () => {
    const throwing = modelAfter(syntax, true)
    const cwd = folderWith({ 'spec.ts': throwing })
    const place = /spec\.ts:(\d+):\d+/
    const shown = place.exec((await interleave(['check', 'spec.ts', '--no-types'], { cwd })).stderr)
    expect(shown?.[1]).toBe(String(lineOf(throwing, '(s as any)')))
    expect(place.exec(await underVitest(cwd))?.[1]).toBe(shown?.[1])
    const broken = folderWith({ 'spec.ts': text })
    const { stdout } = await interleave(['verify', 'spec.ts', '--reporter', 'github'], { cwd: broken })
    expect(stdout).toContain(`file=spec.ts,line=${lineOf(text, '.invariant(')}`)
  })
})

/** The lines of compiled code with words that are in other lines of the source. */
function strayLines(source: string, laidOut: string): string[] {
  const lines = source.split('\n')
  return laidOut.split('\n').filter((line, i) => {
    const words = line.match(/[a-z_]\w{3,}/gi) ?? []
    return !words.every(word => (lines[i] ?? '').includes(word))
  })
}

function laidOut(source: string): { readonly code: string; readonly moved: string } {
  const { code, map } = transformSync(source, { mode: 'transform', sourceMap: true })
  return { code, moved: onOwnLines(code, map as string) }
}

describe('compiled code', () => {
  const files = ['models', 'src/footprint', 'src/report', 'spec/engine/report'].flatMap(folder =>
    readdirSync(join(checkout, folder), { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts'))
      .map(name => readFileSync(join(checkout, folder, name), 'utf8')),
  )

  it('is the same on the lines of its source, of which it hardly leaves one', () => {
    const made = files.map(source => ({ source, ...laidOut(source) }))
    const isSame = made.map(({ code, moved }) => isSameCode(transformSync(moved, { mode: 'transform' }).code, code))
    expect(isSame).not.toContain(false)
    const stray = made.flatMap(({ source, moved }) => strayLines(source, moved))
    // An 'else' at the end of the line before, a 'return' on the line of what it returns.
    expect(stray.filter(line => !/\b(?:else|return|from)\b/.test(line)).length).toBeLessThan(files.length / 10)
  })

  it.each([
    [
      'a value that is returned from the next line',
      'enum E {}\nconst f = (a: number) => {\n  return (\n    a + 1\n  )\n}',
    ],
    ['templates', 'enum E {}\nconst t = `a\n // ${[1].map(n => `${n}\n`)} /* \n`\nconst u = 1'],
    ['slashes', "enum E {}\nconst r = /[/`'\"]/.test('//') ? 4 / 2 / 1 : /x/\nlet i = 1; i /= 2\ni++\nconst s = '`'"],
    ['comments', 'enum E {}\n// one `\nconst a = 1 // two\n/* three\n */ const b = 2'],
  ])('with %s is the same, too', (_, source) => {
    const { code, moved } = laidOut(source)
    expect(isSameCode(transformSync(moved, { mode: 'transform' }).code, code)).toBe(true)
    expect(strayLines(source, moved).filter(line => !/return|var E/.test(line))).toEqual([])
  })
})
