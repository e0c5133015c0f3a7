import type { Part, Sentence } from '../../report/run/plot/words.ts'
import { explanationShown } from '../explanation.ts'
import { laneOfMover } from '../lanes-shown.ts'
import type { Timeline } from '../timeline.ts'
import { fragmentOf } from './use-position.ts'

/** Why the run ends as it does, in sentences whose steps are links; nothing where there is nothing to say. */
export function Story({ timeline }: { readonly timeline: Timeline }) {
  const { ending, explanation } = explanationShown(timeline)
  const story = explanation?.story ?? []
  if (story.length + ending.length === 0) return null
  return (
    <section class="why" aria-labelledby="why">
      <h2 id="why">{explanation?.title ?? 'Why'}</h2>
      {ending.map(text => (
        <p key={text}>{text}</p>
      ))}
      <div class="story">
        {story.map((sentence, i) => (
          <SentenceShown key={i} timeline={timeline} sentence={sentence} />
        ))}
      </div>
    </section>
  )
}

function SentenceShown({ timeline, sentence }: { readonly timeline: Timeline; readonly sentence: Sentence }) {
  return (
    <p>
      {sentence.map((part, i) => (
        <PartShown key={i} timeline={timeline} part={part} />
      ))}
    </p>
  )
}

function PartShown({ timeline, part }: { readonly timeline: Timeline; readonly part: Part }) {
  if (typeof part === 'string') return <>{part}</>
  if ('step' in part) return <a href={fragmentOf(part.step + 1, timeline.end)}>{part.name}</a>
  if (part.mover === undefined) return <code>{part.code}</code>
  return <b class={`who ${laneOfMover(timeline, part.mover)}`}>{part.code}</b>
}
