import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PlantedBug } from './planted-bug.ts'

/** How often the text that a bug replaces stands in its file; anything but once makes the bug ambiguous, or gone. */
export function placesOf({ file, text }: PlantedBug, folder: string): number {
  return readFileSync(join(folder, file), 'utf8').split(text).length - 1
}

/** Plants a bug in the tree in `folder`; returns what takes it out again. */
export function plant(bug: PlantedBug, folder: string): () => void {
  const path = join(folder, bug.file)
  const sound = readFileSync(path, 'utf8')
  // By a function, since the text may have signs that mean something in a replacement.
  writeFileSync(
    path,
    sound.replace(bug.text, () => bug.instead),
  )
  return () => writeFileSync(path, sound)
}
