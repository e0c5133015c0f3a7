/**
 * The name of a step for links, by which it can be taken again: `reader.0.enter`, or `reader.1.eat~["rice"]`.
 *
 * Names survive changes of a model, unlike numbers of transitions: a link to a run still works after a claim or another
 * process was added. If it no longer works, the error names the step.
 */

import { canonical, type Plain } from '../base/plain.ts'
import type { StepTaken } from './witness.ts'

export type NamedStep = Pick<StepTaken, 'process' | 'instance' | 'step' | 'choices'>

export function stepLink({ process, instance, step, choices }: NamedStep): string {
  const name = process === null ? escaped(step) : `${escaped(process)}.${instance}.${escaped(step)}`
  return choices.length === 0 ? name : `${name}~${escaped(canonical(choices))}`
}

/** The step with a name; undefined if the text is not such a name. */
export function readStepLink(name: string): NamedStep | undefined {
  const [moverText = '', chosen, ...rest] = name.split('~')
  const parts = moverText.split('.')
  if (rest.length > 0 || (parts.length !== 1 && parts.length !== 3) || parts.includes('')) return undefined
  try {
    const [process, instance, step] = parts.length === 1 ? [null, '0', parts[0]] : parts
    const choices = chosen === undefined ? [] : (JSON.parse(decodeURIComponent(chosen)) as Plain[])
    if (!/^\d+$/.test(instance as string) || !Array.isArray(choices)) return undefined
    return {
      process: typeof process === 'string' ? decodeURIComponent(process) : null,
      instance: Number(instance),
      step: decodeURIComponent(step as string),
      choices,
    }
  } catch {
    return undefined
  }
}

/** Whether two names mean the same step. */
export function isSameStep(a: NamedStep, b: NamedStep): boolean {
  return (
    a.process === b.process &&
    a.instance === b.instance &&
    a.step === b.step &&
    canonical(a.choices) === canonical(b.choices)
  )
}

/**
 * encodeURIComponent does not escape the separators used here, nor some characters that URL fragments do not preserve.
 */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(/[.~!'()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}
