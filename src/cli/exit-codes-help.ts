/** Exit codes at the end of the help of a command. */

import { exitCodes } from './exit-codes.ts'

type ExitCodeName = keyof typeof exitCodes

/** What each code says, in the order of their numbers. */
const meanings: { readonly [code in ExitCodeName]: string } = {
  allHold: 'every claim holds',
  unexpected: 'a result differs from what a spec expects',
  usage: 'a wrong option or file',
  model: 'the model or the spec is wrong',
  inconclusive: 'inconclusive: a limit, or an interruption',
  deadlock: 'deadlock',
  claim: 'an invariant, a transition claim or a reachable claim fails',
  temporal: 'a temporal claim fails',
  failure: 'an assertion fails, or a step throws',
  internal: 'a bug in Interleave',
  unwritten: 'everything holds, but the report could not be written',
}

const commands = {
  accept: {
    without: ['deadlock', 'claim', 'temporal', 'failure'],
    words: { allHold: 'the logs are a run of the model', unexpected: 'no run of the model shows what the logs say' },
    several:
      'It is inconclusive if more than --max-unseen steps in a row might have helped, if there are more than --max-states\npossibilities, if no event means anything, or after Ctrl-C.',
  },
  check: {
    without: ['unexpected'],
    several:
      'Of several specs or variants, the first code other than 0 and 4 counts; if there is none, 4 counts before 0.\nWithin one setting, the violation with the shortest run decides.',
  },
  diff: {
    without: ['deadlock', 'claim', 'temporal', 'failure'],
    words: { allHold: 'both can show the same', unexpected: 'one can show what the other cannot' },
    several: 'It is inconclusive if neither is found to differ and --max-states left something open.',
  },
  verify: {
    without: ['deadlock', 'claim', 'temporal', 'failure'],
    several: 'Of several settings, the highest of 2, 3 and 70 counts, then 1, then 4, then 0.',
  },
} as const satisfies {
  readonly [command: string]: CommandCodes
}

interface CommandCodes {
  readonly without: readonly ExitCodeName[]
  /** What codes mean for this command alone. */
  readonly words?: { readonly [code in ExitCodeName]?: string }
  readonly several: string
}

export function exitCodesHelp(command: keyof typeof commands): string {
  const { without, words, several }: CommandCodes = commands[command]
  const left = Object.entries(meanings).filter(([code]) => !(without as readonly string[]).includes(code))
  const lines = left.map(
    ([code, meaning]) =>
      `  ${String(exitCodes[code as ExitCodeName]).padEnd(4)}${words?.[code as ExitCodeName] ?? meaning}`,
  )
  return `\nExit codes:\n${lines.join('\n')}\n${several}`
}
