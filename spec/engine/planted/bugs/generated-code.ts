/** Planted bugs in `src/footprint/code`. */

import type { PlantedBug } from '../planted-bug.ts'
import {
  assembler,
  claimCode,
  codeOfLists,
  generated,
  lists,
  reducedCode,
  settling,
  stores,
  tiers,
} from '../test-files.ts'

export const generatedCodeBugs: readonly PlantedBug[] = [
  // The bytes of code.
  {
    bug: 'bytes that outgrow their room are lost',
    file: 'src/footprint/code/assembler.ts',
    text: 'larger.set(this.bytes)',
    instead: 'larger.fill(0)',
    tests: [assembler],
  },
  {
    bug: 'code has no more room than twice as much as before, however much comes at once',
    file: 'src/footprint/code/assembler.ts',
    text: 'Math.max(2 * this.bytes.length, this.length + more)',
    instead: '2 * this.bytes.length',
    tests: [assembler],
  },
  {
    bug: 'a constant whose sign bit is the last one of a byte changes its sign',
    file: 'src/footprint/code/assembler.ts',
    text: 'if ((rest === 0 && (byte & 0x40) === 0) ||',
    instead: 'if (rest === 0 ||',
    tests: [assembler],
  },
  // When code is compiled, and how.
  {
    bug: 'code that has worked enough is not compiled again',
    file: 'src/footprint/code/tiers.ts',
    text: 'if (this.workLeft > 0) return',
    instead: 'return',
    tests: [tiers],
  },
  {
    bug: 'code is compiled again from bytes of which V8 has compiled a module already',
    file: 'src/footprint/code/tiers.ts',
    text: 'new wasm.Module(distinct(this.bytes))',
    instead: 'new wasm.Module(this.bytes)',
    tests: [tiers],
  },
  // Claims by generated code.
  {
    bug: 'code of claims asks none of them about a new state',
    file: 'src/footprint/code/compiled-claims.ts',
    text: 'this.places.bitsOf(this.claims.claimsAfter(leaf))',
    instead: '0',
    tests: [claimCode],
  },
  {
    bug: 'code of claims goes by what claims depended on when it was generated',
    file: 'src/footprint/code/compiled-claims.ts',
    text: 'if (this.claims.dependencies === this.dependencies) return',
    instead: 'if (this.claims.dependencies >= this.dependencies) return',
    tests: [claimCode],
  },
  {
    bug: 'code of claims takes the state before a transition for the one after it',
    file: 'src/footprint/code/claim-code.ts',
    text: 'code.get(before).get(after).call(called)',
    instead: 'code.get(after).get(before).call(called)',
    tests: [claimCode],
  },
  {
    bug: 'code of claims takes the state of one record for that before all others',
    file: 'src/footprint/code/claim-code.ts',
    text: 'code.get(id).const(1).op(op.add).set(id).get(ends)',
    instead: 'code.get(ends)',
    tests: [claimCode],
  },
  {
    bug: 'code of claims passes over a new state behind a transition of which nothing is said',
    file: 'src/footprint/code/claim-code.ts',
    text: 'code.get(fresh).load().get(record).op(op.eq).if()',
    instead: 'code.get(fresh).load().get(record).op(op.ne).if()',
    tests: [claimCode],
  },
  {
    bug: 'code of claims passes over states outside a bound',
    file: 'src/search/finding-judge.ts',
    text: "if (judged.kind === 'bound') return answer !== 'false'",
    instead: "if (judged.kind === 'bound') return true",
    tests: [claimCode],
  },
  {
    bug: 'code of claims passes over what trees do not know',
    file: 'src/footprint/code/compiled-claims.ts',
    text: '(isQuiet(claim, answer) ? bits | (2 << i) : bits), 0)',
    instead: '(isQuiet(claim, answer) ? bits | (2 << i) : bits), 1)',
    tests: [claimCode],
  },
  {
    bug: 'code of claims takes the trees of one step for those of another',
    file: 'src/footprint/code/compiled-claims.ts',
    text: 'this.places.groups.get(groupOf(leaf)) ?? noGroup',
    instead: 'this.places.groups.get(groupOf(leaf)) === undefined ? noGroup : 0',
    tests: [claimCode],
  },
  {
    bug: 'code of claims outlives a change of layout',
    file: 'src/search/known-states.ts',
    text: 'this.quickClaims.drop()',
    instead: '',
    tests: [claimCode],
  },
  {
    bug: 'code of claims passes over further violations on the level of the first',
    file: 'src/search/finding-judge.ts',
    text: 'if (!this.ledger.wants(claim, depth)) return true\n    if (answer === undefined)',
    instead: 'if (!this.ledger.wants(claim, depth + 1)) return true\n    if (answer === undefined)',
    tests: [claimCode],
  },
  {
    // No verdict goes by it: what is no longer wanted is only evaluated for nothing.
    bug: 'code of claims goes by what an earlier level wanted',
    file: 'src/search/quick-claims.ts',
    text: 'this.code?.prepare(leaves)\n    this.setQuiet()',
    instead: 'this.code?.prepare(leaves)\n    if (this.lastCases < 0) this.setQuiet()',
    tests: [claimCode],
  },
  // Layouts and stores.
  {
    bug: 'generated code compares all words of a state but the last',
    file: 'src/footprint/code/state-code.ts',
    text: '  for (let word = 0; word < sizeWords; word++)\n    code\n      .get(address)',
    instead: '  for (let word = 0; word < sizeWords - 1; word++)\n    code\n      .get(address)',
    tests: [stores],
  },
  {
    bug: 'generated code writes the leaf of a record where its hash belongs',
    file: 'src/footprint/code/leaf-code.ts',
    text: '.store(this.record.leafByte)',
    instead: '.store(this.record.hashByte)',
    tests: [generated],
  },
  {
    bug: 'generated code that stores states takes records to be one word shorter than they are',
    file: 'src/footprint/code/state-code.ts',
    text: '.const(record.bytes)',
    instead: '.const(record.bytes - 4)',
    tests: [stores, generated],
  },
  {
    bug: 'parts of trees that differ in what they write are one in generated code',
    file: 'src/footprint/code/reduced-tree.ts',
    text: '`${cell}=${value}`',
    instead: '`${cell}`',
    tests: [reducedCode],
  },
  // Layouts that settle.
  {
    bug: 'generated code that packs states anew moves bits the wrong way',
    file: 'src/footprint/code/carry-code.ts',
    text: 'if (right > 0) code.const(right).op(op.shrU)',
    instead: 'if (right > 1) code.const(right).op(op.shrU)',
    tests: [settling, generated],
  },
  {
    bug: 'generated code packs the first slice of states again and again',
    file: 'src/footprint/code/generated-code.ts',
    text: 'const from = store.offsetOf(id)\n    // A slice',
    instead: 'const from = store.offsetOf(0)\n    // A slice',
    tests: [settling, generated],
  },
  // Lists of which only a part is looked at, and edits that are the same for every list.
  {
    bug: 'an operator is applied twice by generated code',
    file: 'src/footprint/code/look-up-tables.ts',
    text: 'const result = lookUp.of(value)',
    instead: 'const result = lookUp instanceof Operator ? lookUp.of(lookUp.of(value)) : lookUp.of(value)',
    tests: [lists],
  },
  {
    bug: 'generated code takes a value that has no room for one that has',
    file: 'src/footprint/code/look-up-tables.ts',
    text: 'if (result < 0 || (lookUp instanceof Operator && (result & cell.mask) !== result)) return 0',
    instead: '',
    tests: [codeOfLists],
  },
  {
    bug: 'two questions about a list are one to equal parts of trees',
    file: 'src/footprint/code/reduced-tree.ts',
    text: "${projection?.question ?? ''}",
    instead: "${projection === undefined ? '' : 'projection'}",
    tests: [codeOfLists],
  },
]
