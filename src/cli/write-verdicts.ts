import type { Verdicts } from '../verdicts/verdicts.ts'
import { verdictsToHtml } from '../verdicts/verdicts-html.ts'
import { specPage, specVerdictsToMarkdown, verdictsToMarkdown } from '../verdicts/verdicts-markdown.ts'
import type { OutputFolder } from './output-folder.ts'

/** Writes the pages of verdicts, and returns their paths relative to the working directory. */
export function writeVerdicts(verdicts: Verdicts, folder: OutputFolder): string[] {
  if (verdicts.tables.length > 0) folder.write(specPage, specVerdictsToMarkdown(verdicts))
  else folder.remove(specPage)
  const pages = { 'verdicts.html': verdictsToHtml(verdicts), 'verdicts.md': verdictsToMarkdown(verdicts) }
  return Object.entries(pages).map(([name, text]) => {
    folder.write(name, text)
    return folder.pathOf(name)
  })
}
