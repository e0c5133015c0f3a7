import { resolve } from 'node:path'
import { ModelError } from '../base/errors.ts'
import { notice } from './notice.ts'
import { startTypeCheck, type TypeCheck } from './type-check/type-check.ts'
import { type TypeProblem, typeProblemsToText } from './type-check/type-problem.ts'

/**
 * The types of the specs of one command, checked in parallel with its other work. If types were not checked, the reason
 * is printed on stderr, once, when the result is needed.
 */
export class SpecTypes {
  private readonly check: TypeCheck | undefined
  private readonly printed = new Set<string>()

  /** Begins to check, unless `isWanted` is false (`--no-types`). */
  constructor(specs: readonly string[], isWanted = true) {
    this.check = isWanted ? startTypeCheck(specs) : undefined
  }

  /** The type errors of a spec; undefined if types were not checked. Waits for the result. */
  async problemsOf(spec: string): Promise<readonly TypeProblem[] | undefined> {
    const verdict = (await this.check?.verdicts)?.get(resolve(spec))
    if (verdict === undefined) return undefined
    if ('problems' in verdict) return verdict.problems
    this.printOnce(`types were not checked: ${verdict.unchecked}`)
    return undefined
  }

  /** A signal that is aborted as soon as type errors of a spec are known, so that no work is wasted. */
  wrongTypes(spec: string): AbortSignal {
    const controller = new AbortController()
    void this.check?.verdicts.then(verdicts => {
      const verdict = verdicts.get(resolve(spec))
      if (verdict !== undefined && 'problems' in verdict && verdict.problems.length > 0) controller.abort()
    })
    return controller.signal
  }

  /** Call it when no more results are needed, so that no process remains. */
  stop(): void {
    this.check?.stop()
  }

  private printOnce(line: string): void {
    if (!this.printed.has(line)) notice(line)
    this.printed.add(line)
  }
}

/** Throws {@link ModelError} if a file has type errors, so that there is no verdict. */
export async function refuseTypeErrors(file: string, types: SpecTypes): Promise<void> {
  const problems = (await types.problemsOf(file)) ?? []
  if (problems.length > 0) throw wrongTypes(problems)
}

export function wrongTypes(problems: readonly TypeProblem[]): ModelError {
  return new ModelError('wrong-types', typeProblemsToText(problems, 'so there is no verdict'))
}

/** Prints the type errors of a spec that is used nevertheless on stderr, and returns whether there are any. */
export async function warnOfTypes(spec: string, types: SpecTypes, consequence: string): Promise<boolean> {
  const problems = (await types.problemsOf(spec)) ?? []
  if (problems.length === 0) return false
  notice(typeProblemsToText(problems, consequence))
  return true
}
