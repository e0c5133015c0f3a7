import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { checkout, scratchFolder } from './folders.ts'
import type { ModelSource } from './machines.ts'

/** A spec that is a model with some claims, which are calls of its methods: written to a file of this name, whose path it returns. */
export function specOf({ file, exportName }: ModelSource, name: string, claims = ''): string {
  const folder = scratchFolder('specs')
  const spec = join(folder, `${name}.ts`)
  const source = relative(folder, join(checkout, file))
  const imported = exportName === 'default' ? 'measured' : `{ ${exportName} as measured }`
  writeFileSync(spec, `import ${imported} from '${source}'\n\nexport default measured${claims}\n`)
  return relative(checkout, spec)
}
