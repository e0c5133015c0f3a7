import { resolve } from 'node:path'
import type { CheckOptions } from '../check/check-options.ts'
import { bytesOf } from '../config/bytes-of.ts'
import type { InterleaveConfig } from '../config/config.ts'
import { configFile } from '../config/config-file.ts'

/** Loads a module, as the runner of tests loads tests. */
export type LoadModule = (file: string) => Promise<{ readonly default?: InterleaveConfig }>

/**
 * The parts of the commands' configuration that tests use. Where it does not load, tests run with the defaults: the commands report
 * the error, and here it would hide what the test has to say.
 */
export class TestConfig {
  private readonly load: LoadModule

  constructor(load: LoadModule) {
    this.load = load
  }

  /** The limits of a search. */
  async limits(): Promise<Partial<CheckOptions>> {
    const { limits: { maxMemory, ...limits } = {} } = await this.read()
    const bytes = typeof maxMemory === 'string' ? bytesOf(maxMemory) : maxMemory
    return { ...limits, ...(bytes !== undefined && { maxMemory: bytes }) }
  }

  /** Options with the folder of pages, which is that of results unless they name one. */
  async withPages<O extends { readonly pages?: string | null | undefined }>(options: O): Promise<O> {
    if (options.pages !== undefined) return options
    const { out } = await this.read()
    return { ...options, pages: typeof out === 'string' && out !== '' ? out : 'out' }
  }

  private async read(): Promise<InterleaveConfig> {
    const file = configFile()
    if (file === undefined) return {}
    const { default: config } = await this.load(resolve(file)).catch(() => ({ default: undefined }))
    return config ?? {}
  }
}
