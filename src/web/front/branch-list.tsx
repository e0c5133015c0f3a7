import { showStep } from '../../report/text/show-step.ts'
import { readStepLink } from '../../witness/step-link.ts'
import type { Way } from '../session.ts'
import { addressOf } from './address.ts'

/** The walks that were left for another one, as links back to them. */
export function BranchList({ branches, go }: { readonly branches: readonly Way[]; readonly go: (way: Way) => void }) {
  if (branches.length === 0) return null
  return (
    <section class="branches" aria-labelledby="branches-title">
      <h2 id="branches-title">Branches left</h2>
      <ul>
        {branches.map(way => (
          <li key={addressOf(way)}>
            <a
              href={addressOf(way)}
              onClick={event => {
                event.preventDefault()
                go(way)
              }}
            >
              {way.steps.length} {way.steps.length === 1 ? 'step' : 'steps'}, the last {lastOf(way)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function lastOf({ steps }: Way): string {
  const step = readStepLink(steps.at(-1) ?? '')
  return step === undefined ? 'unreadable' : showStep({ ...step, script: [] })
}
