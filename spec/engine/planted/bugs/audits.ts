/** Planted bugs in the audits of `src/search`: what looks for mistakes that a search by itself does not see. */

import type { PlantedBug } from '../planted-bug.ts'
import {
  auditedRuns,
  behindProxies,
  finalAudits,
  fromElsewhere,
  impure,
  keyOrders,
  outside,
  sharedLooks,
  views,
  wide,
} from '../test-files.ts'

export const auditBugs: readonly PlantedBug[] = [
  // Claims that are decided.
  {
    bug: 'a claim that fails in the audit alone passes',
    file: 'src/search/final-audit.ts',
    text: 'String(answers[i]).includes(noAnswer)',
    instead: "answers[i] === ''",
    tests: [finalAudits],
  },
  // Views.
  {
    bug: 'two states of a view may differ in what claims say of transitions',
    file: 'src/search/broken-view.ts',
    text: 'String(answerOf(machine, claim, state, transition))',
    instead: 'claim.name',
    tests: [views],
  },
  // Trees.
  {
    bug: 'no state is audited',
    file: 'src/search/audits.ts',
    text: 'return id % this.every === 0 || (id < firstStates && id % everyOfFirst === 0)',
    instead: 'return id < 0',
    tests: [impure],
  },
  // State outside the model.
  {
    bug: 'what other code of a program writes is put down to the model',
    file: 'src/search/outside-watch.ts',
    text: 'if (!this.isAlone && writer === undefined) return',
    instead: '',
    tests: [outside],
  },
  {
    bug: 'a violation is not asked for again',
    file: 'src/search/final-audit.ts',
    text: '!isShownAgain(machine, i, evidence[i] as ClaimEvidence)',
    instead: 'false',
    tests: ['spec/engine/search/final-audit.spec.ts'],
  },
  {
    bug: 'claims are not evaluated once more with the clock as it is',
    file: 'src/search/final-audit.ts',
    text: 'return answerIn(machine, claim, states[i] as State, transitions) !== answers[at]',
    instead: 'return false',
    tests: [sharedLooks],
  },
  {
    bug: 'a violation is not asked for in the fresh copy',
    file: 'src/search/final-audit.ts',
    text: '!isShownAgain(fresh, i, evidence[i] as ClaimEvidence)',
    instead: 'false',
    tests: [fromElsewhere],
    isBuilt: true,
  },
  {
    bug: 'functions that the fresh copy has kept are not made strange',
    file: 'src/search/final-audit.ts',
    text: 'looksInCopy(fresh, states, late, end)',
    instead: "looksInCopy(fresh, states, late, 'early')",
    tests: [sharedLooks],
  },
  {
    bug: 'a call for a random number counts only by what comes of it',
    file: 'src/search/look.ts',
    text: 'if (random !== undefined) throw randomError(what(), random)',
    instead: '',
    tests: [sharedLooks],
  },
  {
    bug: 'no state is audited at the end of a search',
    file: 'src/search/final-audit.ts',
    text: '...first,\n',
    instead: '',
    tests: [outside, fromElsewhere],
    isBuilt: true,
  },
  {
    bug: 'claims may say something else of a state in which nothing was found',
    file: 'src/search/final-audit.ts',
    text: 'isNews(machine, i, late, evidence[i] as ClaimEvidence)',
    instead: 'false',
    tests: [sharedLooks],
  },
  {
    bug: 'the fresh copy may be another model',
    file: 'src/search/final-audit.ts',
    text: 'refuseOtherModel(machine, fresh)',
    instead: '',
    tests: [sharedLooks],
  },
  {
    bug: 'constants that steps misspell are not told',
    file: 'src/search/unknown-reads.ts',
    text: 'if (source === undefined) return true',
    instead: 'if (source !== undefined) return false',
    tests: ['spec/engine/search/unknown-reads.spec.ts'],
  },
  {
    bug: 'labels that there are not are not told',
    file: 'src/search/unknown-labels.ts',
    text: '.filter(label => !labels.has(label))',
    instead: '.filter(label => !labels.has(label) && false)',
    tests: ['spec/engine/search/unknown-reads.spec.ts'],
  },
  // Bounds.
  {
    bug: 'misspelt keys in predicates of temporal claims go unnoticed',
    file: 'src/search/unknown-reads.ts',
    text: 'if (isAboutRuns(claim))',
    instead: 'if (isAboutRuns(claim) && claim.of !== null)',
    tests: [auditedRuns],
  },
  // What a check says of its end.
  {
    bug: 'what was recorded of a temporal predicate is never compared with its answer',
    file: 'src/search/recorded-answers.ts',
    text: 'if (isRecordAudited(id)) question.audit(this.unpacked(id), known)',
    instead: '',
    tests: [auditedRuns],
  },
  // What shows in few states.
  {
    bug: 'claims see copies of the objects of the author',
    file: 'src/search/wide-audit.ts',
    text: 'new Sharing(origins?.values())',
    instead: 'new Sharing()',
    tests: [wide],
  },
  {
    bug: 'all ways of a step with many choices are looked at in the audit',
    file: 'src/search/wide-audit.ts',
    text: 'const maxWays = 256',
    instead: 'const maxWays = Number.POSITIVE_INFINITY',
    tests: [wide],
  },
  {
    bug: 'what comes after each way of a step is looked at in the audit',
    file: 'src/search/wide-audit.ts',
    text: '= [64, 32]',
    instead: '= [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]',
    tests: [wide],
  },
  {
    bug: 'a step may do something else on a draft than on the state itself',
    file: 'src/search/wide-audit.ts',
    text: 'refuseDrafts(machine, look.state, mover, usual)',
    instead: '',
    tests: [behindProxies],
  },
  {
    bug: 'what is new to a claim is not looked at again',
    file: 'src/search/novelty.ts',
    text: 'this.keep({ id, mover: undefined })',
    instead: 'if (id < 0) this.keep({ id, mover: undefined })',
    tests: [wide],
  },
  {
    bug: 'a fresh copy takes its steps in the order of the search',
    file: 'src/search/wide-audit.ts',
    text: 'const last = looks.toReversed()',
    instead: 'const last = looks',
    tests: [wide],
  },
  {
    bug: 'a step that reads the clock is not evaluated at other times',
    file: 'src/search/end-audit.ts',
    text: 'refuseClock(machine, clock.states)',
    instead: '',
    tests: [wide],
  },
  {
    bug: 'claims are not asked again when a record turns out to be a dictionary',
    file: 'src/search/key-orders.ts',
    text: 'for (const claim of claims) refuseInState(machine, claim, state)',
    instead: '',
    tests: [keyOrders],
  },
  {
    bug: 'identity is looked for in states outside the bounds',
    file: 'src/search/wide-audit.ts',
    text: 'if (boundLeft(machine, effect.state) !== undefined) continue',
    instead: '',
    tests: [wide],
  },
]
