/** The page of all options, made from the command line itself. */

import type { Command, Option } from 'commander'

export function optionsPage({ commands }: Command): string {
  return `${['# Options', made, ...commands.map(section)].join('\n\n')}\n`
}

const made =
  'What each command accepts, as `interleave <command> --help` prints it. This page is made from the command line itself: `UPDATE_OPTIONS=1 npx vitest run spec/engine/docs/options.spec.ts`.'

function section(command: Command): string {
  const title = `## ${command.name()}`
  const usage = `\`interleave ${command.name()} ${command.usage()}\``
  const parts = [title, command.description(), usage]
  const rows = [
    ...command.registeredArguments.filter(({ description }) => description).map(argumentRow),
    ...command.options.map(optionRow),
  ]
  return [...parts, ...(rows.length > 0 ? [['| option | meaning |', '|---|---|', ...rows].join('\n')] : [])].join(
    '\n\n',
  )
}

function argumentRow(argument: Command['registeredArguments'][number]): string {
  const name = argument.variadic ? `${argument.name()}...` : argument.name()
  return row(argument.required ? `<${name}>` : `[${name}]`, argument.description)
}

function optionRow(option: Option): string {
  return row(option.flags, `${option.description}${choices(option)}${defaultOf(option)}`)
}

function choices({ argChoices }: Option): string {
  return argChoices === undefined ? '' : `: ${argChoices.map(name => `\`${name}\``).join(', ')}`
}

/** Some descriptions name the default themselves; that of `--no-...` says nothing. */
function defaultOf({ defaultValue, defaultValueDescription, description, negate }: Option): string {
  if (defaultValue === undefined || negate || description.includes('(default')) return ''
  return ` (default: ${defaultValueDescription ?? JSON.stringify(defaultValue)})`
}

function row(name: string, meaning: string): string {
  return `| \`${name.replaceAll('|', '\\|')}\` | ${meaning.replaceAll('|', '\\|').replaceAll('<', '&lt;')} |`
}
