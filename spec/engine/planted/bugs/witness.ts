/** Planted bugs in `src/witness`. */

import type { PlantedBug } from '../planted-bug.ts'
import { confirmed, publicApi, reportsOfRuns, stories } from '../test-files.ts'

export const witnessBugs: readonly PlantedBug[] = [
  {
    bug: 'a number that is chosen as data is called the place of an element',
    file: 'src/witness/places.ts',
    text: 'list.length !== width) return false',
    instead: 'list.length !== width) return true',
    tests: ['spec/engine/witness/places.spec.ts'],
  },
  {
    bug: 'the place of an element that is taken out is shown as a number',
    file: 'src/report/text/show-step.ts',
    text: 'return count === null ? showValue(choice)',
    instead: 'return count !== undefined ? showValue(choice)',
    tests: ['spec/engine/witness/places.spec.ts'],
  },
  // The public API.
  {
    bug: 'a call does not document what it throws',
    file: 'src/witness/read-witness.ts',
    text: ' * @throws UsageError `not-a-witness`: the text is not a witness; the message says what is wrong, and where.\n',
    instead: '',
    tests: [publicApi],
    isBuilt: true,
  },
  // Why a run ends as it does.
  {
    bug: 'a constant counts as a way out though the claim is broken as well',
    file: 'src/witness/hinges.ts',
    text: '|| isWorse(turned, replay, run)) return []',
    instead: ') return []',
    tests: ['spec/engine/witness/hinges.spec.ts'],
  },
  {
    bug: 'a way out may break another claim',
    file: 'src/witness/hinges.ts',
    text: '.some(one => !known.has(one.claim))) return true',
    instead: '.some(one => one.claim === claim.name)) return true',
    tests: ['spec/engine/witness/hinges.spec.ts'],
  },
  {
    bug: 'what a run breaks on its way is its own claim, too',
    file: 'src/witness/broken-on-the-way.ts',
    text: 'name !== shown && isRule(kind)',
    instead: 'isRule(kind)',
    tests: ['spec/engine/witness/hinges.spec.ts'],
  },
  // Who wrote what was read.
  {
    bug: 'an element is taken for one that was added later',
    file: 'src/witness/list-looks.ts',
    text: '(taken.length > 0 ? taken : seen)',
    instead: 'seen',
    tests: ['spec/engine/witness/list-looks.spec.ts'],
  },
  {
    bug: 'a new list has only new elements',
    file: 'src/witness/list-origins.ts',
    text: 'return at < 0 ?',
    instead: 'return at < 1 ?',
    tests: ['spec/engine/witness/list-looks.spec.ts'],
  },
  {
    bug: 'a step that asks for the length of a list counts as one that only adds to it',
    file: 'src/footprint/watched-list.ts',
    text: 'return this.isEdited && !this.isLengthSeen',
    instead: 'return this.isEdited',
    tests: ['spec/engine/witness/list-looks.spec.ts'],
  },
  // What made a difference.
  {
    bug: 'a step that reads and only moves on decides nothing where no value that is tried shows how',
    file: 'src/witness/what-if.ts',
    text: '(cells.length > 0 && this.movesOnly(k)) ||',
    instead: '',
    tests: ['spec/engine/witness/slice.spec.ts'],
  },
  {
    bug: 'every read made a difference',
    file: 'src/witness/moot.ts',
    text: 'else this.ofSteps.add(keyOf({ k, cell }))',
    instead: '',
    tests: [stories],
  },
  {
    bug: 'where two cells say the same neither counts',
    file: 'src/witness/moot.ts',
    text: 'return isTogether ? [...turning, ...others] : turning',
    instead: 'return turning',
    tests: ['spec/engine/witness/slice.spec.ts'],
  },
  {
    bug: 'a cell is not tried with the values of those that it was copied from',
    file: 'src/witness/foreseen.ts',
    text: 'pending.push(...this.origins.of(one))',
    instead: '',
    tests: ['spec/engine/witness/slice.spec.ts'],
  },
  {
    bug: 'a cell is not tried with what a step at the end of the run would write',
    file: 'src/witness/foreseen.ts',
    text: '[...footprints.states, ...nextStates(footprints)]',
    instead: 'footprints.states',
    tests: ['spec/engine/witness/slice.spec.ts'],
  },
  {
    bug: 'only numbers next to the one that was read are tried',
    file: 'src/witness/what-if.ts',
    text: 'const found = numbersIn(this.footprints.states[k])',
    instead: 'const found = numbersIn(undefined)',
    tests: ['spec/engine/report/run/why.spec.ts'],
  },
  {
    bug: 'one other value proves that none makes a difference',
    file: 'src/witness/what-if.ts',
    text: 'tried > 1 ||',
    instead: 'tried > 0 ||',
    tests: ['spec/engine/witness/slice.spec.ts'],
  },
  {
    bug: 'a wake-up that found nobody asleep is off the causal chain',
    file: 'src/witness/omissions.ts',
    text: 'move.mover === mover || !didNothing(footprints, k)',
    instead: 'true',
    tests: [stories],
  },
  {
    bug: 'a step that did nothing is said to have found whatever has changed since',
    file: 'src/witness/omissions.ts',
    text: 'changed.filter(read => freeing(whatIf.stateAs(end, read, k)) === undefined)',
    instead: 'changed.toReversed()',
    tests: [stories],
  },
  {
    bug: 'a step that resets a cell is reported to lose a value on which nothing depends',
    file: 'src/witness/forgotten.ts',
    text: '|| !moot.isTurnedBy(step, other)',
    instead: '',
    tests: [stories],
  },
  {
    bug: 'only the last writer of a cell can have forgotten what was in it',
    file: 'src/witness/forgotten.ts',
    text: 'if (footprints.isChanged(cell, k, k + 1)) return k',
    instead: 'return footprints.writerOf(cell, before) ?? undefined',
    tests: [stories],
  },
  {
    bug: 'a constant is reported to keep a claim of a lasso, even if the claim is false then, too',
    file: 'src/witness/loop-hinges.ts',
    text: "return isTrueOf(endless, claim, run.me) ? 'kept' : 'broken'",
    instead: "return 'kept'",
    tests: ['spec/engine/report/run/loop-sentences.spec.ts'],
  },
  {
    bug: 'any switch is a way out of a run that goes round',
    file: 'src/witness/loop-hinges.ts',
    text: 'return changed.length > 0 ? changed : all',
    instead: 'return all',
    tests: ['spec/engine/report/run/loop-sentences.spec.ts'],
  },
  {
    bug: 'who moves in a loop is said to wait in it',
    file: 'src/witness/waiting.ts',
    text: 'states.slice(from).some(state => transitionsOf(machine, state, index).length > 0)',
    instead: 'false',
    tests: [reportsOfRuns],
  },
  {
    bug: 'any step is said to make a claim true',
    file: 'src/witness/loop-goal.ts',
    text: "effect.kind === 'state' && judgePredicate(machine, claim, wanted, effect.state, me)",
    instead: "effect.kind === 'state'",
    tests: [reportsOfRuns],
  },
  // Temporal claims.
  {
    bug: 'a run that is not fair is shown',
    file: 'src/witness/confirm-runs.ts',
    text: "if (kept.length < fairness.length) return 'its run was not fair'",
    instead: '',
    tests: [confirmed],
  },
]
