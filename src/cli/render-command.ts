import { existsSync, readFileSync } from 'node:fs'
import { messageOf, UsageError } from '../base/errors.ts'
import { witnessToHtml } from '../page/witness-html.ts'
import { witnessToDot } from '../report/run/witness-dot.ts'
import { witnessToItf } from '../report/run/witness-itf.ts'
import { witnessToLanes } from '../report/run/witness-lanes.ts'
import { witnessToMail } from '../report/run/witness-mail.ts'
import { witnessToMermaid } from '../report/run/witness-mermaid.ts'
import { witnessToText } from '../report/run/witness-text.ts'
import { safeJson } from '../report/text/safe-json.ts'
import { readWitness } from '../witness/read-witness.ts'
import type { Witness } from '../witness/witness.ts'
import type { RenderFormat } from './choices.ts'
import type { Terminal } from './terminal.ts'

export interface RenderOptions {
  readonly format: RenderFormat
  readonly width?: number
}

/** Prints a witness written by an earlier check, in another format. */
export function renderCommand(file: string, options: RenderOptions, terminal: Terminal): number {
  const witness = loadWitness(file)
  terminal.print(render(witness, options, terminal))
  return 0
}

/** Reads a witness file. Throws {@link UsageError} if it does not exist or is not a witness. */
export function loadWitness(file: string): Witness {
  if (!existsSync(file))
    throw new UsageError('no-such-file', `there is no file '${file}'. 'interleave check' writes witnesses to 'out'.`)
  try {
    return readWitness(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new UsageError(
      'not-a-witness',
      `${messageOf(error).replace('this', `'${file}'`)} Render one of the .json files that 'interleave check' writes to 'out'.`,
      { cause: error },
    )
  }
}

function render(witness: Witness, { format, width }: RenderOptions, terminal: Terminal): string {
  switch (format) {
    case 'json':
      return safeJson(witness, 2)
    case 'text':
      return witnessToText(witness, { width: width ?? terminal.width, paint: terminal.paint })
    case 'html':
      return witnessToHtml(witness)
    case 'dot':
      return witnessToDot(witness)
    case 'itf':
      return witnessToItf(witness)
    case 'mail':
      return witnessToMail(witness)
    case 'mermaid':
      return witnessToMermaid(witness)
    case 'svg':
      return witnessToLanes(witness)
  }
}
