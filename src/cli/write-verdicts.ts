import type { Verdicts } from '../report/verdicts.ts'
import { verdictsToHtml } from '../report/verdicts-html.ts'
import { specPage, specVerdictsToMarkdown, verdictsToMarkdown } from '../report/verdicts-markdown.ts'
import type { OutputFolder } from './output-folder.ts'

/** Writes the pages of verdicts, and returns their paths from the working directory. */
export function writeVerdicts(verdicts: Verdicts, folder: OutputFolder): string[] {
  if (verdicts.tables.length > 0) folder.write(specPage, specVerdictsToMarkdown(verdicts))
  return [
    folder.write('verdicts.html', verdictsToHtml(verdicts)),
    folder.write('verdicts.md', verdictsToMarkdown(verdicts)),
  ]
}
