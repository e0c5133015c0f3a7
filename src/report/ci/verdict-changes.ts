import { isOpen } from '../../outcome/outcome.ts'
import { count } from '../text/count.ts'
import { harmless } from '../text/value.ts'
import { type ClaimResult, type SettingResult, settingTitle } from './ci-report.ts'

/**
 * What is different from an earlier run, a line each: claims whose verdict changed, new ones and those that are gone, and specs
 * that have become wrong or right.
 */
export function verdictChanges(before: readonly SettingResult[], now: readonly SettingResult[]): string[] {
  const earlier = new Map(before.map(setting => [settingTitle(setting), setting]))
  return now.flatMap(setting => {
    const title = settingTitle(setting)
    const old = earlier.get(title)
    const lines = old === undefined ? ['is new'] : changesOf(old, setting)
    return lines.map(line => harmless(`${title}: ${line}`))
  })
}

function changesOf(before: SettingResult, now: SettingResult): string[] {
  if (now.error !== undefined) return before.error === undefined ? ['has no verdict now'] : []
  if (before.error !== undefined) return ['has verdicts again']
  const earlier = new Map(before.claims.map(claim => [claim.name, claim]))
  const names = new Set(now.claims.map(({ name }) => name))
  const gone = before.claims.filter(({ name }) => !names.has(name)).map(({ name }) => `'${name}' is gone`)
  const changed = now.claims.filter(claim => isChanged(earlier.get(claim.name), claim))
  // Where one claim is violated, others stay open: that is not what changed.
  const decided = changed.filter(claim => isDecided(claim) && isDecided(earlier.get(claim.name)))
  return [...(decided.length > 0 ? decided : changed).map(claim => changeOf(earlier.get(claim.name), claim)), ...gone]
}

function isDecided(claim: ClaimResult | undefined): boolean {
  return claim === undefined || !isOpen(claim.verdict)
}

function isChanged(before: ClaimResult | undefined, now: ClaimResult): boolean {
  return before === undefined || inWords(before) !== inWords(now)
}

function changeOf(before: ClaimResult | undefined, now: ClaimResult): string {
  if (before === undefined) return `'${now.name}' is new: ${inWords(now)}`
  return `'${now.name}' was: ${inWords(before)}; is: ${inWords(now)}`
}

function inWords({ verdict, run }: ClaimResult): string {
  return run === undefined ? verdict : `${verdict} in ${count(run.steps.length, 'step')}`
}
