/** Planted bugs in `src/symmetry`, and in what uses it. */

import type { PlantedBug } from '../planted-bug.ts'
import { findSymmetry, randomAlike, symmetry } from '../test-files.ts'

const symmetric = [symmetry, randomAlike]

export const symmetryBugs: readonly PlantedBug[] = [
  {
    bug: 'ids in keys are not renamed',
    file: 'src/symmetry/renaming.ts',
    text: 'Object.entries(value).map(([key, part]) => [this.text(key), this.value(part)])',
    instead: 'Object.entries(value).map(([key, part]) => [key, this.value(part)])',
    tests: symmetric,
  },
  {
    bug: 'the instances of a process stay where they are',
    file: 'src/symmetry/renaming.ts',
    text: 'instances[to] = (renamed',
    instead: 'instances[from] = (renamed',
    tests: symmetric,
  },
  {
    bug: 'a claim is not evaluated on a state if it has read none of the cells that were written',
    file: 'src/search/batch-entry.ts',
    text: 'claims.claimsAfter(this.symmetry === undefined ? leaf : undefined)',
    instead: 'claims.claimsAfter(leaf)',
    tests: [symmetry],
  },
  {
    bug: 'a claim about transitions sees the state after with other names',
    file: 'src/search/block-symmetry.ts',
    text: 'if (this.hasTransitionClaims) batch',
    instead: 'if (!this.hasTransitionClaims) batch',
    tests: symmetric,
  },
  {
    bug: 'a run of representatives is shown as it was found',
    file: 'src/symmetry/lift.ts',
    text: 'names = composed(inverseOf(next.by), names)',
    instead: 'names = composed(inverseOf(next.by), inverseOf(next.by))',
    tests: symmetric,
  },
  {
    bug: 'the size of an orbit leaves out that some renamings change nothing',
    file: 'src/symmetry/packed-representatives.ts',
    text: 'if (difference === 0) times++',
    instead: '',
    tests: symmetric,
  },
  {
    bug: 'the first of all ways to number ids is taken, whatever it makes of the state',
    file: 'src/symmetry/packed-representatives.ts',
    text: 'if (difference >= 0) continue',
    instead: 'if (difference >= 0 || times > 0) continue',
    tests: symmetric,
  },
  {
    bug: 'an id in the member of a set is overlooked',
    file: 'src/symmetry/cell-names.ts',
    text: 'renamed[renamed.length - 1] = canonical(renaming.value(JSON.parse(String(path.at(-1)))))',
    instead: 'renamed[renamed.length - 1] = String(path.at(-1))',
    tests: symmetric,
  },
  {
    bug: 'claims that tell names apart are not refused',
    file: 'src/symmetry/behaviour.ts',
    text: 'if (differing < 0) return',
    instead: 'if (differing < 1e9) return',
    tests: symmetric,
  },
  {
    bug: 'steps that tell names apart are not refused',
    file: 'src/symmetry/equivariance.ts',
    text: 'for (const renaming of this.anyTwo) {',
    instead: 'for (const renaming of this.anyTwo.slice(0, 0)) {',
    tests: symmetric,
  },
  {
    bug: 'states are reduced although a claim is about endless runs',
    file: 'src/search/reduction.ts',
    text: "if (aboutRuns !== undefined)\n    return `its claim '${aboutRuns.name}' is about endless runs, for",
    instead: "if (aboutRuns === null)\n    return `its claim '${aboutRuns}' is about endless runs, for",
    tests: [symmetry],
  },
  {
    bug: 'the number of states is given although initial states are not alike',
    file: 'src/search/reduced-outcome.ts',
    text: 'initial === machine.initialStates.length ? states : undefined',
    instead: 'states',
    tests: [symmetry],
  },
  {
    bug: 'of ids that look alike one order is tried in the reference',
    file: 'src/symmetry/state-representatives.ts',
    text: 'if (!isAll) break',
    instead: 'break',
    tests: symmetric,
  },
  {
    bug: 'two ids look alike that are read in different places',
    file: 'src/symmetry/signature.ts',
    text: 'return printOf(`.${seen(key)}`)',
    instead: 'return printOf(`.${key}`)',
    tests: symmetric,
  },
  {
    bug: 'instances are called alike although a claim tells them apart',
    file: 'src/symmetry/find/find-symmetries.ts',
    text: 'this.sample = new Sample(machine, states, patience)',
    instead: 'this.sample = new Sample({ ...machine, claims: [] }, states, patience)',
    tests: [findSymmetry],
  },
  {
    bug: 'a number in a message is not looked at',
    file: 'src/symmetry/find/exchange.ts',
    text: 'items.map(item => this.value(`${path}[*]`, item))',
    instead: '[...items]',
    tests: [findSymmetry],
  },
  {
    bug: 'what a step writes without reading it is not tried',
    file: 'src/symmetry/find/touched-cells.ts',
    text: '...writes.map(({ cell }) => cell),',
    instead: '',
    tests: [findSymmetry],
  },
  {
    bug: 'the steps of another process stay with their instance',
    file: 'src/symmetry/find/exchange.ts',
    text: 'return isMoved ? index - instance + this.number(instance) : index',
    instead: 'return index',
    tests: [findSymmetry],
  },
  {
    bug: 'only neighbours are compared',
    file: 'src/symmetry/find/sample.ts',
    text: 'const allPairs = 5',
    instead: 'const allPairs = 1',
    tests: [findSymmetry],
  },
  {
    bug: 'what is not used of a view and symmetry is not said',
    file: 'src/search/reduced-outcome.ts',
    text: "...(symmetries.length > 0 && { unused: 'symmetry' })",
    instead: '',
    tests: ['spec/engine/cli/symmetry.spec.ts'],
  },
]
