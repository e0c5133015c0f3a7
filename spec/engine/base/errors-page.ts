/** The page of errors, made from the table of codes. */

import { type ErrorHelp, errorCodes } from '../../../src/base/error-codes.ts'

const classes = [
  {
    name: 'ModelError',
    intro: 'The model or the spec is wrong. The command exits with 3. `where` is the file and line, where it is known.',
  },
  {
    name: 'UsageError',
    intro: 'The call or the command line is wrong. The command exits with 2.',
  },
  {
    name: 'InternalError',
    intro: 'Interleave is wrong. The command exits with 70.',
  },
] as const

export function errorsPage(): string {
  return [
    '# Errors',
    '',
    'Every error that Interleave throws is one of three classes, and has a `code` that does not change between releases. Its',
    'message says what is wrong, where, and what to try. A program gets the text of this page from `errorCodes[error.code]`.',
    '',
    'A claim that does not hold is not an error, but a result of `check()`. Only `assertHolds()` throws in this case: a `NotHolding` with',
    'the whole result as `checked`.',
    '',
    'This page is made from `src/base/error-codes.ts`: `UPDATE_API=1 npx vitest run spec/engine/base/error-codes.spec.ts`.',
    ...classes.flatMap(({ name, intro }) => ['', `## ${name}`, '', intro, '', ...tableOf(name)]),
    '',
  ].join('\n')
}

function tableOf(name: ErrorHelp['thrownAs']): string[] {
  const rows = Object.entries<ErrorHelp>(errorCodes).filter(([, { thrownAs }]) => thrownAs === name)
  return [
    '| code | what is wrong | usual cause | what to do |',
    '|---|---|---|---|',
    ...rows.map(
      ([code, { meaning, cause, advice }]) =>
        `| ${[`\`${code}\``, meaning, cause, advice].map(text => text.replaceAll('|', '\\|')).join(' | ')} |`,
    ),
  ]
}
