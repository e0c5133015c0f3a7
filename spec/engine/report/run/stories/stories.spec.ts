/** What the stories of small models must name, by the steps of their runs. */

import { describe, expect, it } from 'vitest'
import { type AnyModel, instantiate } from '../../../../../src/machine/instantiate.ts'
import { failuresWithRun } from '../../../../../src/outcome/outcome.ts'
import { namedSteps, whyOf } from '../../../../../src/report/run/why.ts'
import { type EngineName, explore } from '../../../../../src/search/explore.ts'
import { buildWitness } from '../../../../../src/witness/build-witness.ts'
import { expectStoryHolds } from '../borne-out.ts'
import * as cold from './cold.ts'
import * as kernel from './kernel.ts'
import * as messages from './messages.ts'
import * as restarts from './restarts.ts'
import * as services from './services.ts'
import * as undone from './undone.ts'

interface ExpectedStory {
  readonly given: AnyModel
  /** The steps that the story names, by their labels in order of time; of several shortest runs any has these. */
  readonly steps: readonly string[]
  /** What its sentences say, too. */
  readonly says: readonly (string | RegExp)[]
  /** What none of them says. */
  readonly saysNot?: RegExp
}

const expectedStories: { readonly [name: string]: ExpectedStory } = {
  'a job that is put back while a worker is at it': {
    given: cold.jobQueue,
    steps: ['claim', 'work', 'expire', 'claim', 'work'],
    says: [/from leased back to queued in expire \(step 3\)/, /^So worker 1 found jobs\[0\]\.status = queued/],
  },
  'a vote that is forgotten at a restart': {
    given: cold.election,
    steps: ['ask', 'ask', 'restart', 'ask', 'ask', 'count', 'count'],
    says: [/^restart \[\d\] reset voted\[\d\] from 0 to null/, /^So leader = \[\d, \d\]/],
  },
  'a limit that is checked before the other one has counted': {
    given: cold.limiter,
    steps: ['store', 'read', 'serve', 'read', 'decide', 'serve'],
    says: [
      /set store\.count to 1 in store \(step \d\)/,
      /found store\.count = 1 in read \(step \d\)/,
      /^server \d had yet to set store\.count to 2 in store\.$/,
    ],
  },
  'a lease that runs out before its holder writes': {
    given: cold.lease,
    steps: ['acquire', 'check', 'tick', 'tick', 'acquire', 'write'],
    says: [
      /^tick changed now from 0 to 2 \(steps \d[-,]/,
      /still went by now = 0 \(read at step \d\)/,
      /lease\.holder = 1:/,
    ],
  },
  'two who leave, each because the other is there': {
    given: cold.onCall,
    steps: ['count', 'count', 'leave', 'leave'],
    says: [/still went by onCall\[\d\] = true/, /^So onCall = \[false, false\]/],
  },
  'an old value that is cached after it was invalidated': {
    given: cold.cache,
    steps: ['look', 'load', 'update', 'invalidate', 'fill'],
    says: [/left cache at null in invalidate/, /still went by db = 0 \(read at step 2\)/],
  },
  'an entry that is removed before an old value is filled in': {
    given: cold.readThrough,
    steps: ['load', 'update', 'remove', 'report', 'fill', 'look'],
    says: [/left entry at null in remove/, /still went by row = 1 \(read at step 2\) and set entry to 1 in fill/],
  },
  'a cache stampede': {
    given: services.cacheStampede,
    steps: ['look', 'load', 'look', 'load'],
    says: [/had yet to set cached to 7 in fill/],
  },
  'a double spend': {
    given: services.doubleSpend,
    steps: ['check', 'pay', 'check', 'pay'],
    says: [/had yet to set balance to 0 in book/],
  },
  'a message that is delivered twice': {
    given: services.atLeastOnce,
    steps: ['receive', 'charge', 'visibility timeout', 'receive', 'charge'],
    says: [/back to queued/, /had yet to set message to acknowledged/],
  },
  'a notification before those who wait are on the list': {
    given: services.conditionVariable,
    steps: ['test', 'put', 'notify', 'enqueue'],
    says: [
      /found waiting = \[\] and so did nothing in notify \(step \d\)\.$/,
      /^consumer (\d) waits in wait for \1 to leave waiting; it is \[\d\] since it added \1 itself in enqueue \(step \d\); producer would change that in notify, but has ended\.$/,
    ],
    saysNot: /it was|, then \[/,
  },
  'a deposit that is lost, where the cash is counted rightly': {
    given: services.lostDeposit,
    steps: ['read', 'write', 'write'],
    says: [
      /^teller \d found balance = 50 in read/,
      /still went by balance = 50 \(read at step \d\)/,
      /^So balance = [67]0 and cash = \[0, 0\]: /,
    ],
  },
  'a fee that is lost on the way from one local to another': {
    given: services.lostFee,
    steps: ['add', 'pay', 'pay'],
    says: [
      /^member \d found fund = 100 and set its total to 103 in add/,
      /still went by fund = 100 \(read at step \d\)/,
      /left fund at 103/,
      /fund = 103: the claim/,
    ],
  },
  'a name that is out of date': {
    given: services.staleProfile,
    steps: ['rename', 'get'],
    says: [/set its isLater to true and its response to Ann in get/],
  },
  'a ballot that is cast twice': {
    given: messages.forgottenBallot,
    steps: [
      ...['decide', 'save', 'reply', 'save', 'reply', 'save', 'reply'],
      ...['restart', 'decide', 'save', 'reply', 'count', 'count'],
    ],
    says: [/found memory\[\d\] = [ab] and set ballots\.[ab]\[\d\] to true in reply/, /^So elected = \[[ab], [ab]\]/],
  },
  'a vote that comes too late': {
    given: messages.lateVote,
    steps: ['ask', 'ask', 'receive', 'receive'],
    says: [
      /found \{type: request[^}]*\} in mail( \(left by step 1\))? and added \{type: vote[^}]*\} to mail in receive \(/,
      /found \{type: vote[^}]*\} in mail[^.]* and added 2 to votes in receive \(/,
      /With ignoresOld = true, receive [^.]* would not have added 2 to votes/,
    ],
    saysNot: /found it in|took/,
  },
  'a token that two refresh': {
    given: services.tokenRefresh,
    steps: ['expire', 'refresh', 'expire', 'refresh'],
    says: [/found server\.refresh = 2 and set loggedOut to true/],
  },
  'an idempotency key that is remembered too late': {
    given: services.idempotencyKey,
    steps: ['lookUp', 'order', 'lookUp', 'order'],
    says: [/had yet to set keys to \[k1\] in remember/],
  },
  'what is announced before it is there': {
    given: services.publishBeforeInit,
    steps: ['announce', 'wait', 'use'],
    says: [/found config = null and failed its assertion/, /loader had yet to set config to 42 in load/],
  },
  'an answer that comes late': {
    given: services.lateAnswer,
    steps: ['send', 'type', 'send', 'show', 'show'],
    says: [/still went by query = 1 \(read at step 1\) and also changed shown from 2 to 1/],
  },
  'a replica that lags behind': {
    given: services.staleReplica,
    steps: ['write', 'read'],
    says: [/found replicas\[\d\] = 0/, /replication \d had yet to set replicas\[\d\] to 1 in copy/],
  },
  'two settings of which only one is new': {
    given: services.mixedSettings,
    steps: ['host', 'version', 'readHost', 'readPassword', 'again'],
    says: [
      /found host = b in readHost .*, and then found password = pa in readPassword/,
      /^reloader had yet to set password to pb in password\.$/,
      /^So client\[0\]\.password = pa and client\[0\]\.host = b:/,
    ],
  },
  'a promise that is broken before it is called in': {
    given: services.promiseBroken,
    steps: ['vote', 'vote', 'site times out', 'collect', 'decide'],
    says: [
      /^coordinator found votes\[0\] = true .* and votes\[1\] = true .* in collect \(step \d\), and so set decision to commit in decide/,
    ],
  },
  'a wake-up before the sleep': {
    given: kernel.lostWakeUp,
    steps: ['check', 'set', 'wake', 'sleep'],
    says: [/found asleep = false and so did nothing in wake/, /still went by condition = false/],
  },
  'a signal that nobody waits for yet': {
    given: kernel.missedSignal,
    steps: ['look', 'put', 'signal', 'wait'],
    says: [/found waiting = false and so did nothing in signal/, /still went by items = 0/],
  },
  'a head that is the same again': {
    given: kernel.abaInStack,
    steps: ['look', 'popFirst', 'popSecond', 'pushFirst', 'swap'],
    says: [/changed head from null to 0/, /still went by next\[0\] = 1 \(read at step 1\)/],
  },
  'a reference that is taken too late': {
    given: kernel.useAfterFree,
    steps: ['look', 'unlink', 'put', 'free', 'use'],
    says: [/still went by object = o \(read at step 1\), found freed = true/],
  },
  'a version that is freed without a grace period': {
    given: kernel.noGracePeriod,
    steps: ['dereference', 'publish', 'free', 'access'],
    says: [/still went by pointer = 0 \(read at step 1\), found allocated\[0\] = false/],
  },
  'a gate that is opened again': {
    given: kernel.gateOpenedAgain,
    steps: ['enter', 'reset', 'enter'],
    says: [
      / gate from open to shut in enter \(step 1\)/,
      /^reset reset gate from shut to open/,
      /^Had gate still been shut, enter of guest 1 \(step 3\) could not have been taken\.$/,
    ],
  },
  'a lock that nobody waits for': {
    given: kernel.lockIgnored,
    steps: ['lock', 'peek', 'enter'],
    says: [/found locked = true in peek/],
    saysNot: /had yet to set/,
  },
  'a vote that a node forgets, with messages as a set': {
    given: messages.forgottenVote,
    steps: ['timeout', 'timeout', 'on ask', 'crash', 'on ask', 'on grant', 'on grant'],
    says: [
      /added \{type: ask, from: 0, to: \d, term: 1\} and 1 more to net \(step 1\)/,
      /^on ask \[\{type: ask, from: 0, to: \d, term: 1\}\] found it in net \(left by step 1\)/,
      /set node\[\d\]\.votedFor to 0/,
      /^crash \[\d\] reset node\[\d\]\.votedFor from 0 to null/,
    ],
    saysNot: /timeouts|"type"/,
  },
  'a signal that wakes one who cannot use it': {
    given: messages.wrongOneWoken,
    steps: ['take', 'take', 'put', 'put', 'wait', 'take', 'wait', 'take'],
    says: [
      /found sleeping = \[c0, c1\] \(c0 added by step \d\), changed items from 0 to 1 and added c0 to awake in put/,
      /and then found sleeping = \[c1, p0, p1\] \(c1 added by step \d\), changed items from 1 to 0/,
      /found items = 0 and also added c1 to sleeping in take/,
      /^Likewise, producer 0 waits in wait for awake, producer 1 /,
    ],
    saysNot: /sleeping\[\d\]/,
  },
  'a payment that is tried again': {
    given: messages.retriedPayment,
    steps: ['send', 'await', 'send', 'receive', 'charge', 'reply', 'receive', 'charge'],
    says: [/took \{kind: charge, attempt: 2\} out of wire in receive \(step 7\)/, /in await \[timeout\]/],
  },
  'an object that is published before it is made': {
    given: messages.publishedTooEarly,
    steps: ['allocate', 'fastCheck', 'use'],
    says: [/had yet to set object\.size to 16 in construct/],
    saysNot: /lock = null/,
  },
  'a key that is deleted before it is there': {
    given: messages.deletedTooEarly,
    steps: ['get', 'query', 'save', 'evict', 'store'],
    says: [/found cache = \{\} and ended in evict/],
  },
  'a promise that is kept in memory alone': {
    given: restarts.promiseForgotten,
    steps: ['idle', 'send', 'idle', 'idle', 'send'],
    says: [
      /reset its promised from \w+ to null in idle \[crash\] \(step 3\)/,
      /^Had node\[0\]\.promised still been \w+, idle \[\w+\] \(step 5\) could not have been taken\.$/,
    ],
    saysNot: /uptime/,
  },
  'a number that is given out again': {
    given: restarts.numbersAgain,
    steps: ['serve', 'serve', 'serve'],
    says: [
      /reset its next from 1 to 0 in serve \[crash\] \(step 2\)/,
      /^Had clerk\[0\]\.next still been 1, serve \["a customer"\] \(step 3\) would have /,
    ],
  },
  'a lock that is handed on': {
    given: restarts.handedOn,
    steps: ['lock', 'unlock', 'add', 'lock', 'add'],
    says: [/./],
    saysNot: /reset|^Had /,
  },
  'a lock that is taken anew before a deadlock': {
    given: restarts.takenAnew,
    steps: ['send', 'take', 'send'],
    says: [/since it set that itself in send \(step 7\); receiver would change that in take, but has ended/],
    saysNot: /^Had /m,
  },
  'a page that is unmapped after too little was copied': {
    given: restarts.clearedAfterUse,
    steps: ['map', 'copy', 'end', 'return'],
    says: [/^So writer\[0\]\.at = 1: the claim/],
    saysNot: /^Had /m,
  },
  'two who each see enough money': {
    given: messages.jointAccounts,
    steps: ['begin', 'begin', 'commit', 'commit'],
    says: [/still went by accounts\[\d\] = 50 \(read at step 1\)/],
    saysNot: /in check/,
  },
  'an entry that is dropped without lowering the count': {
    given: undone.staleCount,
    steps: ['put', 'drop'],
    says: [
      /^put \(step 1\) had changed count along with value; drop \(step 2\) changed value and left count as it was\.$/,
    ],
  },
  'an abort of which only one hears': {
    given: undone.lostAbort,
    steps: ['decide'],
    says: [
      /for outcome\[(\d)\] = abort; it is null from the beginning, and nobody has set it; decide \(step 3\) would have set it to abort, had it found vote\[\1\] = no\.$/,
    ],
  },
  'a connection that is not given back': {
    given: undone.leakedConnection,
    steps: ['borrow', 'fail'],
    says: [/ has ended in fail \(step 3\) without giveBack, which would change that\.$/],
  },
  'a vote by which its candidate only went on': {
    given: undone.forgottenVote,
    steps: ['collect', 'lead', 'restart', 'collect', 'lead'],
    says: [/^restart \[\d\] reset voted\[\d\] from \d to null/, /^Had voted\[\d\] still been \d, collect/],
  },
}

describe.each(['footprint', 'reference'] as EngineName[])('the story under the %s engine of', engine => {
  it.each(Object.entries(expectedStories))(
    '%s names the steps that explain it',
    async (_, { given, steps, says, saysNot }) => {
      const machine = instantiate(given)
      const [failure] = failuresWithRun(await explore(machine, { engine }))
      const witness = buildWitness(machine, failure as NonNullable<typeof failure>)
      expectStoryHolds(machine, witness)
      const story = whyOf(witness)
      const named = [...namedSteps(witness)].sort((a, b) => a - b).map(k => witness.steps[k]?.step)
      expect(named, story.join('\n')).toEqual(steps)
      for (const sentence of says)
        expect(
          story.some(one => one.match(sentence)),
          `${sentence} in\n${story.join('\n')}`,
        ).toBe(true)
      if (saysNot !== undefined) expect(story.join('\n')).not.toMatch(saysNot)
    },
  )
})
