import { canonical } from '../../base/plain.ts'
import type { AnyEdits, PartQuestion } from '../../state/list-look-ups.ts'
import type { Renaming } from '../renaming.ts'

/** The same question about a list or a record in which ids have other names. */
export function renamedQuestion(question: PartQuestion, renaming: Renaming): PartQuestion {
  const [, what, argument] = /^(\w+) (.*)$/s.exec(String(question)) ?? []
  if (what === undefined || argument === undefined || (what === 'form' && !argument.startsWith('of '))) return question
  if (argument.startsWith('of ')) return `${what as 'value'} of ${renaming.text(argument.slice('of '.length))}`
  return `${what as 'indexOf'} ${JSON.stringify(renaming.value(JSON.parse(argument)))}`
}

/** A text that is equal for the same edits, after a renaming of their arguments. */
export function textOfEdits(edits: AnyEdits, renaming?: Renaming): string {
  const renamed = (value: unknown): unknown => renaming?.value(value) ?? value
  if (edits.kind === 'list') return canonical(edits.edits.map(({ method, args }) => [method, renamed(args)]))
  return canonical(edits.edits.map(edit => canonical(renamed(edit))).sort())
}
