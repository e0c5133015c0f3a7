import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { witnessToHtml } from '../page/witness-html.ts'
import { fileNameOf } from '../report/text/file-name.ts'
import { makeFolder } from '../ui/make-folder.ts'
import type { Witness } from '../witness/witness.ts'

/**
 * Writes the page of a witness below `folder`, and gives its address; why it could not be written otherwise, since a test
 * must not fail for that reason.
 */
export function writeWitnessPage(witness: Witness, folder: string): string {
  const { model, variant, claim } = witness
  const place = resolve(folder, fileNameOf(model), fileNameOf(variant ?? 'base'))
  const file = join(place, `${fileNameOf(claim.name)}.html`)
  try {
    makeFolder(place)
    writeFileSync(file, witnessToHtml(witness))
    return pathToFileURL(file).href
  } catch (error) {
    return `not written: ${error instanceof Error ? error.message : String(error)}`
  }
}
