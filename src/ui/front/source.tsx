import type { ComponentChildren } from 'preact'
import type { LinesRun } from '../../witness/source.ts'
import type { StepTaken } from '../../witness/witness.ts'
import { type ShownSource, type SourceLine, shownSource } from '../source-lines.ts'
import type { Timeline } from '../timeline.ts'

interface Props {
  readonly timeline: Timeline
  readonly runs: readonly LinesRun[]
  /** The step that ran it; none for a claim. */
  readonly step?: StepTaken | undefined
  /** What it is called. Default: "Its source". */
  readonly title?: ComponentChildren
  /** Different for each on a page. Default: "source". */
  readonly name?: string
}

/** The author's source, with what ran of it and what it read; functions that it calls are folded. */
export function Source({ timeline, runs, step, title = 'Its source', name = 'source' }: Props) {
  const [first, ...others] = runs.flatMap(run => shownSource(timeline.witness, run, step) ?? [])
  if (first === undefined) return null
  return (
    <section class="source" aria-labelledby={`${name}-title`}>
      <h3 id={`${name}-title`}>
        {title} <span class="from">{first.place}</span>
      </h3>
      <Lines source={first} />
      {others.map(other => (
        <details key={other.place}>
          <summary>
            and what it calls <span class="from">{other.place}</span>
          </summary>
          <Lines source={other} />
        </details>
      ))}
    </section>
  )
}

function Lines({ source }: { readonly source: ShownSource }) {
  return (
    <ol class="code" start={source.lines[0]?.number}>
      {source.lines.map(line => (
        <Line key={line.number} line={line} />
      ))}
    </ol>
  )
}

function Line({ line: { number, parts, values } }: { readonly line: SourceLine }) {
  const isIdle = parts.some(part => part.isIdle) && parts.every(({ text, isIdle }) => isIdle || text.trim() === '')
  return (
    <li value={number} class={isIdle ? 'idle' : ''}>
      <code>
        {parts.map(({ text, isIdle }, i) =>
          isIdle ? (
            <s key={i} title="did not run">
              {text}
            </s>
          ) : (
            text
          ),
        )}
      </code>
      {values.length === 0 ? null : <span class="read-values">{values.join(', ')}</span>}
    </li>
  )
}
