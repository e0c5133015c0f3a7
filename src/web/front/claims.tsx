import { showName } from '../../report/text/value.ts'
import type { ClaimHere } from '../../witness/walk.ts'
import { isBroken } from './walk-witness.ts'

interface Props {
  readonly claims: readonly ClaimHere[]
  /** The selected claim, whose causal chain is shown. */
  readonly selectedClaim: string | undefined
  readonly selectClaim: (claim: string | undefined) => void
}

/** The answer of each claim at the end of the walk, violated claims first; selecting one shows what it depends on. */
export function Claims(props: Props) {
  const { claims, selectedClaim } = props
  const [first, others] = [claims.filter(isShownFirst), claims.filter(claim => !isShownFirst(claim))]
  return (
    <section class="claims" aria-labelledby="claims-title">
      <h2 id="claims-title">Claims here</h2>
      <Chips {...props} claims={first} />
      <details open={others.some(({ name }) => name === selectedClaim)}>
        <summary>
          {first.some(isBroken) ? '' : 'nothing is broken; '}
          {others.length} {others.length === 1 ? 'claim' : 'claims'} to look at
        </summary>
        <Chips {...props} claims={others} />
      </details>
    </section>
  )
}

function isShownFirst(claim: ClaimHere): boolean {
  return isBroken(claim) || (claim.kind === 'reachable' && claim.answer === 'true')
}

function Chips({ claims, selectedClaim, selectClaim }: Props) {
  if (claims.length === 0) return null
  return (
    <ul>
      {claims.map(claim => (
        <li key={claim.name}>
          <button
            type="button"
            class={`chip ${lookOf(claim)}`}
            aria-pressed={claim.name === selectedClaim}
            title="Show what it depends on"
            onClick={() => selectClaim(claim.name === selectedClaim ? undefined : claim.name)}
          >
            <span class="answer">{wordOf(claim)}</span> {showName(claim.name)}
          </button>
        </li>
      ))}
    </ul>
  )
}

function lookOf(claim: ClaimHere): string {
  if (isBroken(claim)) return 'broken'
  return claim.answer === 'true' && claim.kind === 'reachable' ? 'reached' : 'fine'
}

function wordOf(claim: ClaimHere): string {
  if (isBroken(claim)) return '✗ broken'
  if (claim.kind === 'reachable') return claim.answer === 'true' ? '✓ reached' : '· not here'
  return claim.answer === 'true' ? '✓ holds' : '· no premise'
}
