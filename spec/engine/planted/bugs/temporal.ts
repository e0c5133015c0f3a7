/** Planted bugs in `src/temporal`. */

import type { PlantedBug } from '../planted-bug.ts'
import { bounds, claimsOfRuns, randomRuns } from '../test-files.ts'

export const temporalBugs: readonly PlantedBug[] = [
  // Temporal claims.
  {
    bug: 'a fair loop inside a part that is not fair as a whole is missed',
    file: 'src/temporal/fair-cores.ts',
    text: 'else if (rest.length > 0) pending.push(rest)',
    instead: '',
    tests: [claimsOfRuns, randomRuns],
  },
  {
    bug: 'a loop through several nodes of the automaton is overlooked',
    file: 'src/temporal/fair-cores.ts',
    text: 'isOfLoop[place] = isGood ? 1 : 0',
    instead: 'isOfLoop[place] = isGood && component.length === 1 ? 1 : 0',
    tests: [claimsOfRuns, randomRuns],
  },
  {
    bug: 'strong fairness is taken for weak',
    file: 'src/temporal/fair-cores.ts',
    text: "one.unit.strength === 'strong' && isSomewhere(one, 1)",
    instead: "one.unit.strength === 'strong' && isSomewhere(one, 1) && !isSomewhere(one, 0)",
    tests: [claimsOfRuns, randomRuns],
  },
  {
    bug: 'weak fairness obliges nobody',
    file: 'src/temporal/fair-cores.ts',
    text: "one.unit.strength === 'weak' && !isSomewhere(one, 0)",
    instead: 'false',
    tests: [claimsOfRuns, randomRuns],
  },
  {
    bug: 'a step on an edge that leaves a component counts as taken in it',
    file: 'src/temporal/fair-cores.ts',
    text: 'if (this.group[targets[edge]!] !== mark) continue',
    instead: '',
    tests: [claimsOfRuns, randomRuns],
  },
  {
    bug: 'a run that has ended does not stay there',
    file: 'src/temporal/run-steps.ts',
    text: 'if (edges.length === 0 && !graph.isCut(number)) this.transition(number, stays)',
    instead: '',
    tests: [claimsOfRuns, randomRuns],
  },
  {
    bug: 'a run stays where only a step that fails is possible',
    file: 'src/temporal/run-steps.ts',
    text: 'if (edges.length === 0 && !graph.isCut(number)) this.transition',
    instead: 'if (edges.every(({ to }) => to === undefined)) this.transition',
    tests: [randomRuns],
  },
  {
    bug: 'the loop of a run begins elsewhere than it does',
    file: 'src/temporal/lasso.ts',
    text: 'return { initial, moves, loop: stem.length,',
    instead: 'return { initial, moves, loop: Math.max(0, stem.length - 1),',
    tests: [claimsOfRuns, randomRuns],
  },
  {
    bug: 'a loop is taken that meets only some of what it must',
    file: 'src/temporal/fair-loop.ts',
    text: 'if (isEnd(node) && goal.isReached(bits)) {',
    instead: 'if (isEnd(node)) {',
    tests: [randomRuns],
  },
  {
    bug: 'steps of another instance count as those of the instance that is asked',
    file: 'src/temporal/labelling.ts',
    text: 'machine.movers[mover]?.instance === me?.instance',
    instead: 'mover >= 0',
    tests: [claimsOfRuns],
  },
  {
    bug: 'what must come in the end may be put off forever',
    file: 'src/temporal/automaton.ts',
    text: '!now.has(id) || now.has(right)',
    instead: '!now.has(id) || now.has(id)',
    tests: [claimsOfRuns, randomRuns],
  },
  {
    bug: 'what releases never does',
    file: 'src/temporal/automaton.ts',
    text: 'return [way([part.left, part.right]), way([part.right], [id])]',
    instead: 'return [way([part.right], [id])]',
    tests: [claimsOfRuns, randomRuns],
  },
  {
    bug: 'not until is until not',
    file: 'src/temporal/normal-form.ts',
    text: 'op: isTrue ? formula.op : dual[formula.op], left, right',
    instead: 'op: formula.op, left, right',
    tests: [claimsOfRuns, randomRuns],
  },
  {
    bug: 'a run that stays takes every step',
    file: 'src/temporal/product.ts',
    text: '(step !== stays && truth.of[step] === 1) === isTrue',
    instead: '(step === stays || truth.of[step] === 1) === isTrue',
    tests: [claimsOfRuns, randomRuns],
  },
  {
    bug: 'what can be reached in two steps cannot be reached',
    file: 'src/temporal/can-always.ts',
    text: 'pending.push(before)',
    instead: '',
    tests: [claimsOfRuns, randomRuns],
  },
  // Bounds.
  {
    bug: 'a temporal claim that holds only within bounds holds',
    file: 'src/temporal/explore-runs.ts',
    text: "bounds !== undefined && claim.verdict === 'holds' ?",
    instead: "bounds !== undefined && claim.verdict === 'unknown' ?",
    tests: [bounds],
  },
  {
    bug: 'a run stays outside the bounds',
    file: 'src/temporal/run-steps.ts',
    text: 'edges.length === 0 && !graph.isCut(number)',
    instead: 'edges.length === 0',
    tests: [bounds],
  },
]
