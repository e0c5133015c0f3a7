import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { model } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { neverFreesTwice, withRules } from '../../../../models/kernel/rules.ts'
import { breaks, newTasks } from '../../../../models/kernel/task.ts'
import { daxClear } from '../../../../models/mappers/dax-clear.ts'
import { descriptionOf, isModel } from '../../../../src/language/description-of.ts'
import { failing } from '../verdicts-of.ts'

const root = fileURLToPath(new URL('../../../../models/', import.meta.url))
const files = ['drivers', 'mappers', 'modes']
  .flatMap(family => readdirSync(`${root}${family}`).map(file => `${root}${family}/${file}`))
  .filter(file => /^export const \w+ = model\(/m.test(readFileSync(file, 'utf8')))

/** A task that frees something twice. */
const freeing = model('freeing')
  .shared(() => ({ tasks: newTasks(1) }))
  .process('task', {
    locals: () => ({ task: 0 }),
    steps: { free: () => {}, again: (s, me) => breaks(s, me, 'frees memory twice') },
  })
  .extend(withRules)

describe('a model that is imported', () => {
  test('claims the rules of the kernel without being asked', async () => {
    expect(await failing(freeing)).toEqual(['nothing is freed twice'])
    expect(await failing(daxClear)).toContain('no store to an unmapped address')
  })

  test('claims a rule under the name that a spec gives it, once', async () => {
    expect(await failing(freeing.invariant('mine', neverFreesTwice))).toEqual(['mine'])
    expect(descriptionOf(freeing.extend(withRules)).claims).toEqual(descriptionOf(freeing).claims)
  })

  test('leaves out a rule that a spec leaves to another one, and knows no other', async () => {
    expect(await failing(freeing.without('nothing is freed twice'))).toEqual([])
    expect(() => freeing.without('nothing is fred twice' as never)).toThrow(
      "there is no claim 'nothing is fred twice' to leave out",
    )
  })
})

test.each(files)('%s claims the rules wherever it has tasks', async file => {
  const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>
  const models = Object.values(module).filter(isModel)
  for (const description of models.map(descriptionOf)) {
    const shared = description.shared?.(description.constants)
    if (typeof shared !== 'object' || shared === null || !('tasks' in shared)) continue
    expect(description.claims.map(({ name }) => name)).toContain('no use of freed memory')
  }
})
