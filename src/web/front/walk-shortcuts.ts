import type { Moves } from '../../ui/front/use-moves.ts'
import type { Shortcut } from '../../ui/front/use-shortcuts.ts'
import type { Option } from './next-steps.tsx'

/** What the keys of a walk do. */
export interface WalkActions {
  readonly options: readonly Option[]
  readonly take: (option: Option) => void
  readonly stepBack: () => void
  readonly moves: Moves
  readonly deselect: () => void
  readonly toggleCausal: () => void
  readonly showHelp: () => void
}

/** The keys of a walk, in the order in which its help lists them. */
export function walkShortcuts(actions: WalkActions): readonly Shortcut[] {
  const { options, take, stepBack, moves, deselect, toggleCausal, showHelp } = actions
  return [
    {
      keys: options.slice(0, 9).map((_, i) => String(i + 1)),
      shown: '1 to 9',
      what: 'take the step with that number',
      act: key => {
        const option = options[Number(key) - 1]
        if (option !== undefined && !option.isTaken) take(option)
      },
    },
    { keys: ['u', 'Backspace'], shown: 'u', what: 'undo the last step', act: stepBack },
    { keys: ['ArrowUp', 'k'], shown: '↑ or k', what: 'select the previous step', act: moves.previous },
    { keys: ['ArrowDown', 'j'], shown: '↓ or j', what: 'select the next step', act: moves.next },
    { keys: [']'], shown: ']', what: 'the next write of the selected cell', act: moves.nextWrite },
    { keys: ['['], shown: '[', what: 'the previous write of the selected cell', act: moves.previousWrite },
    { keys: ['m'], shown: 'm', what: 'only the causal chain, or all steps', act: toggleCausal },
    { keys: ['/'], shown: '/', what: 'filter the cells', act: () => document.getElementById('filter')?.focus() },
    { keys: ['s'], shown: 's', what: 'run until …', act: () => document.getElementById('predicate')?.focus() },
    { keys: ['Escape'], shown: 'Esc', what: 'clear the selected cell', act: deselect },
    { keys: ['?'], shown: '?', what: 'these keys', act: showHelp },
  ]
}
