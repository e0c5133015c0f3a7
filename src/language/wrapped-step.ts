import type { AnyStep } from './model-description.ts'

/** A step around another one, whose source it shows: code that looks for mistakes in sources finds the author's. */
export function wrappedStep(step: AnyStep, wrapper: AnyStep): AnyStep {
  return Object.defineProperty(wrapper, 'toString', { value: () => String(step) })
}
