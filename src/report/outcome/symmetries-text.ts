/** What is alike in a model, and what is in the way of the rest, for people. */

import type { AlikeThings, DifferentThings, FoundSymmetries } from '../../outcome/found-symmetries.ts'
import { count } from '../text/count.ts'
import { harmless } from '../text/value.ts'

export function symmetriesToText(found: FoundSymmetries): string {
  const { alike, different, declared, notTried } = found
  const none = alike.length + different.length + notTried.length === 0
  return [
    'Symmetry',
    '',
    ...declared.map(name => `  ${harmless(name)}: declared, and not looked at`),
    ...alike.flatMap(alikeLines),
    ...different.flatMap(differentLines),
    ...notTried.map(name => `  ${harmless(name)}: nothing found for lack of time, or because there are too many`),
    ...(none ? ['  there are no two instances or places in the shared state that could be alike'] : []),
    '',
    `  ${basis(found)}`,
  ].join('\n')
}

/** What this rests on. */
function basis({ states, recordings, alike }: FoundSymmetries): string {
  const so = `As far as ${count(states, 'state')} show, in which ${count(recordings, 'new footprint')} of steps and claims were met.`
  return alike.length === 0 ? so : `${so} \`check\` looks for exceptions wherever symmetry is declared.`
}

function alikeLines({ count: number, processes, places, ids, initial }: AlikeThings): string[] {
  const [place] = places
  const name = processes.length > 0 ? processes.join(' and ') : (place as string)
  const hints = [
    ...(places.length === 0 ? [] : [`by id: ${places.join(', ')}`]),
    ...(ids.length === 0 ? [] : [`ids are in: ${ids.join(', ')}`]),
    ...(initial === undefined ? [] : [`initial states differ in ${initial}, which is allowed`]),
  ]
  const how = `Write symmetric: true${processes.length > 1 ? " in one, its name in the others ('symmetric: <name>')" : ''} to use it`
  const use = processes.length > 0 ? how : `Write .symmetric(<name>, () => ${number}) to use it`
  const change = places.length + ids.length > 0 ? ', and ids (perId, idOf) in place of numbers' : ''
  return [
    `  ${harmless(name)} (${number}): alike`,
    ...hints.map(hint => `    ${harmless(hint)}`),
    `    ${harmless(use)}${change}.`,
  ]
}

function differentLines(things: DifferentThings): string[] {
  const { name, count: number, ids, renamed, tried, isRuledOut } = things
  const along = renamed.length === 0 ? '' : ` (and what is by their numbers in ${renamed.join(', ')})`
  const rest = isRuledOut ? 'no other way to rename helps' : 'there was no time for others'
  return [
    `  ${harmless(name)} (${number}): not alike`,
    `    ${harmless(`with ${ids[0]} and ${ids[1]} exchanged${along}, ${obstacle(things)}`)}`,
    `    ${count(tried, 'way')} to rename tried; ${rest}`,
  ]
}

function obstacle({ step, claim, cell, error }: DifferentThings): string {
  if (claim !== undefined) return `claim '${claim}' says something else`
  if (step === undefined) return `the model fails: ${error ?? ''}`
  return cell === undefined
    ? `step '${step}' is possible, and the same step is not`
    : `step '${step}' leads to states that differ in '${cell}'`
}
