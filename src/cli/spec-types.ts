import { resolve } from 'node:path'
import { notice } from './notice.ts'
import { startTypeCheck, type TypeCheck } from './type-check/type-check.ts'
import { type TypeProblem, typeProblemsToText } from './type-check/type-problem.ts'

/**
 * The types of the specs of one command, which are checked while the command does something else. Why types were not
 * checked is printed on stderr, once, when their result is needed.
 */
export class SpecTypes {
  private readonly check: TypeCheck | undefined
  private readonly said = new Set<string>()

  /** Begins to check, unless `isWanted` is false: `--no-types`. */
  constructor(specs: readonly string[], isWanted = true) {
    this.check = isWanted ? startTypeCheck(specs) : undefined
  }

  /** What is wrong with the types of a spec, when that is known; undefined where they were not checked. */
  async problemsOf(spec: string): Promise<readonly TypeProblem[] | undefined> {
    const verdict = (await this.check?.verdicts)?.get(resolve(spec))
    if (verdict === undefined) return undefined
    if ('problems' in verdict) return verdict.problems
    this.say(`types were not checked: ${verdict.unchecked}`)
    return undefined
  }

  /** Aborted as soon as the types of a spec are known not to check, so that no work is wasted. */
  wrongTypes(spec: string): AbortSignal {
    const controller = new AbortController()
    void this.check?.verdicts.then(verdicts => {
      const verdict = verdicts.get(resolve(spec))
      if (verdict !== undefined && 'problems' in verdict && verdict.problems.length > 0) controller.abort()
    })
    return controller.signal
  }

  /** To be called when no more results are needed, so that no process stays. */
  stop(): void {
    this.check?.stop()
  }

  private say(line: string): void {
    if (!this.said.has(line)) notice(line)
    this.said.add(line)
  }
}

/** Says on stderr what is wrong with the types of a spec that is shown nevertheless, and returns whether anything is. */
export async function warnOfTypes(spec: string, types: SpecTypes, consequence: string): Promise<boolean> {
  const problems = (await types.problemsOf(spec)) ?? []
  if (problems.length === 0) return false
  notice(typeProblemsToText(problems, consequence))
  return true
}
