import type { Moves } from '../../ui/front/use-moves.ts'
import type { Shortcut } from '../../ui/front/use-shortcuts.ts'

/** What the keys of the page of a witness do. */
export interface WitnessActions {
  /** The last position, and the way to a position. */
  readonly end: number
  readonly go: (position: number) => void
  readonly moves: Moves
  readonly deselect: () => void
  readonly toggleCausal: () => void
  readonly toggleFolded: () => void
  readonly toggleChanged: () => void
  readonly showHelp: () => void
}

/** The keys of the page of a witness, in the order in which its help lists them. */
export function shortcutsOf(actions: WitnessActions): readonly Shortcut[] {
  const { end, go, moves, deselect, toggleCausal, toggleFolded, toggleChanged, showHelp } = actions
  return [
    { keys: ['ArrowDown', 'j'], shown: '↓ or j', what: 'the next step', act: moves.next },
    { keys: ['ArrowUp', 'k'], shown: '↑ or k', what: 'the previous step', act: moves.previous },
    { keys: ['ArrowRight', 'l'], shown: '→ or l', what: 'the next step of the same process', act: moves.nextInLane },
    {
      keys: ['ArrowLeft', 'h'],
      shown: '← or h',
      what: 'the previous step of the same process',
      act: moves.previousInLane,
    },
    { keys: ['Home'], shown: 'Home', what: 'the initial state', act: () => go(0) },
    { keys: ['End'], shown: 'End', what: 'the claim, at the end', act: () => go(end) },
    { keys: [']'], shown: ']', what: 'the next write of the selected cell', act: moves.nextWrite },
    { keys: ['['], shown: '[', what: 'the previous write of the selected cell', act: moves.previousWrite },
    {
      keys: ['m'],
      shown: 'm',
      what: 'only the causal chain, or all steps',
      act: toggleCausal,
    },
    { keys: ['f'], shown: 'f', what: 'only the steps of the story, or all', act: toggleFolded },
    {
      keys: ['c'],
      shown: 'c',
      what: 'only the cells that changed, or all',
      act: toggleChanged,
    },
    {
      keys: ['/'],
      shown: '/',
      what: 'filter the cells by name',
      act: () => document.getElementById('filter')?.focus(),
    },
    { keys: ['Escape'], shown: 'Esc', what: 'clear the selected cell', act: deselect },
    { keys: ['?'], shown: '?', what: 'these keys', act: showHelp },
  ]
}
