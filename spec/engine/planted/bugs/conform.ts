/** Planted bugs in `src/conform`. */

import type { PlantedBug } from '../planted-bug.ts'
import { acceptances, accepted, calls, covers, implementations, observations } from '../test-files.ts'

export const conformBugs: readonly PlantedBug[] = [
  {
    bug: 'only the first log may come next',
    file: 'src/conform/acceptance.ts',
    text: 'i === log ? count + 1 : count',
    instead: 'i === 0 ? count + 1 : count',
    tests: [acceptances],
  },
  {
    bug: 'of two ways to the same place in all logs, only one is known',
    file: 'src/conform/acceptance.ts',
    text: 'const known = found.get(String(now)) ?? {',
    instead: 'const known = {',
    tests: [acceptances],
  },
  {
    bug: 'cells that an event shows are not compared after its step',
    file: 'src/conform/log-map.ts',
    text: 'return isSeenState(seen, transition.effect.state)',
    instead: 'return true',
    tests: [acceptances],
  },
  {
    bug: 'old runs are never forgotten',
    file: 'src/conform/acceptance.ts',
    text: 'start.from = undefined',
    instead: 'start.from = start.from',
    tests: [acceptances],
  },
  {
    bug: 'a call may take effect before it has begun',
    file: 'src/conform/calls.ts',
    text: 'this.open.set(call.number, call)\n',
    instead:
      'this.open.set(call.number, call)\n    this.open.set(call.number + 1000, { ...call, number: call.number + 1000 })\n',
    tests: [calls],
  },
  {
    bug: 'a call may return what another order of calls returns',
    file: 'src/conform/calls.ts',
    text: "return effect.kind === 'any' || isSamePlain",
    instead: "return effect.kind !== 'not enabled' || isSamePlain",
    tests: [calls],
  },
  {
    bug: 'a call that never returns passes',
    file: 'src/conform/calls.ts',
    text: '!effected.has(call.number) && this.waysFrom(state, call).length === 0',
    instead: '!effected.has(call.number)',
    tests: [calls],
  },
  {
    bug: 'what is seen after a step is not compared',
    file: 'src/conform/implementation.ts',
    text: 'if (observed === undefined) return true',
    instead: 'return true',
    tests: [implementations],
  },
  {
    bug: 'a list that is longer than observed agrees',
    file: 'src/conform/observed.ts',
    text: 'part.length === whole.length && part.every',
    instead: 'part.every',
    tests: [observations],
  },
  {
    bug: 'steps that nobody sees are never taken',
    file: 'src/conform/possible-states.ts',
    text: 'steps >= this.limits.unseen',
    instead: 'steps >= 0',
    tests: [implementations],
  },
  {
    bug: 'walks along every arc are more than needed',
    file: 'src/conform/fewest-ways.ts',
    text: 'while (lessen(graph, bounded, flow, source, sink));',
    instead: '',
    tests: [covers],
  },
  {
    bug: 'what is needed inside a connected part is left out',
    file: 'src/conform/arc-cover.ts',
    text: 'least: needed.has(p) ? 1 : 0',
    instead: 'least: 0',
    tests: [covers],
  },
  {
    bug: 'a suite goes on where the implementation chose otherwise',
    file: 'src/fast-check.ts',
    text: 'if (!model.tracked.mayBeIn(step.leadsTo)) return undefined',
    instead: '',
    tests: [implementations],
  },
  {
    bug: 'a part that a map gives as undefined means any',
    file: 'src/conform/log-map.ts',
    text: 'plainOf(`${where} returned`, found, leaveOut)',
    instead: 'plainOf(`${where} returned`, null, leaveOut)',
    isBuilt: true,
    tests: [accepted],
  },
  {
    bug: 'the types of a map are not checked',
    file: 'src/cli/accept-command.ts',
    text: 'for (const typed of [file, options.map])',
    instead: 'for (const typed of [file])',
    isBuilt: true,
    tests: [accepted],
  },
]
