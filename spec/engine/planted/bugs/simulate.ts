/** Planted bugs in `src/simulate`. */

import type { PlantedBug } from '../planted-bug.ts'
import { confirmedRandomly, randomly } from '../test-files.ts'

export const simulateBugs: readonly PlantedBug[] = [
  {
    bug: 'a run is confirmed if it decides the claim anywhere',
    file: 'src/simulate/confirm.ts',
    text: 'if (judge.state(state).length > 0) return false',
    instead: 'if (judge.state(state).length > 0) return true',
    tests: [confirmedRandomly],
  },
  {
    bug: 'random numbers may make the run that is shown',
    file: 'src/simulate/confirm.ts',
    text: 'if (random !== undefined)',
    instead: 'if (random !== undefined && !isShown)',
    tests: [confirmedRandomly],
  },
  {
    bug: 'a run need not be one in a fresh copy of the modules',
    file: 'src/simulate/simulate.ts',
    text: 'confirmRun(fresh === undefined ? [machine] : [machine, fresh], index, run)',
    instead: 'confirmRun([machine], index, run)',
    tests: [confirmedRandomly],
  },
  {
    bug: 'priorities never change within a run',
    file: 'src/simulate/scheduler.ts',
    text: 'i <= changes',
    instead: 'i < changes',
    tests: [randomly],
  },
  {
    bug: 'a mover that waits in a loop keeps its priority',
    file: 'src/simulate/scheduler.ts',
    text: 'isBack ? this.lowest-- : this.changes',
    instead: 'this.changes',
    tests: [randomly],
  },
  {
    bug: 'runs take steps outside the bounds',
    file: 'src/simulate/random-run.ts',
    text: 'if (judge.isOutside(state))',
    instead: 'if (judge.isOutside(state) && this.length > 99)',
    tests: [randomly],
  },
  {
    bug: 'initial states are not judged',
    file: 'src/simulate/random-run.ts',
    text: 'if (met.meet(keyOf(state)).isNew && this',
    instead: 'if (met.meet(keyOf(state)).isNew && this.length > 0 && this',
    tests: [randomly],
  },
  {
    bug: 'of a choice the first option is taken always',
    file: 'src/simulate/random-run.ts',
    text: 'return random.pick(transitions)',
    instead: 'return transitions[0]',
    tests: [randomly],
  },
  {
    bug: 'a run that is not known to be a shortest one is called so',
    file: 'src/simulate/shorten.ts',
    text: "least === 'unknown' ? { run: runOf(short), isShortest: false }",
    instead: "least === 'unknown' ? { run: runOf(short), isShortest: true }",
    tests: [randomly],
  },
  {
    bug: 'no steps are left out of runs where states are many',
    file: 'src/simulate/shorten.ts',
    text: 'if (this.steps > maxSteps ||',
    instead: 'if (this.steps >= 0 ||',
    tests: [randomly],
  },
  {
    bug: 'states met by one run and by two are mistaken for each other in the estimate',
    file: 'src/simulate/met-states.ts',
    text: 'once * (once - 1)) / (2 * (twice + 1))',
    instead: 'twice * (twice - 1)) / (2 * (once + 1))',
    tests: [randomly],
  },
]
