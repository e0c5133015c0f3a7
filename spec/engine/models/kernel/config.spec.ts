import { expect, test } from 'vitest'
import { type Config, checkConfig } from '../../../../models/kernel/config.ts'

test('a configuration that is none of the three is refused', () => {
  const srcu = { config: 'SRCU' as Config }
  expect(() => checkConfig(srcu)).toThrow("config is 'SRCU'; it is one of NP, NPC, PRE")
})
