/** A queue of jobs with leases: a job whose lease runs out is tried again, and set aside after too many attempts. */

import { add, assert, choose, model, pick, remove, type SetOf, setOf, when } from 'interleave-checker'

interface Lease {
  readonly job: number
  readonly attempt: number
}

interface Report extends Lease {
  readonly result: 'done' | 'failed'
}

export default model('job queue with leases', { workers: 2, jobs: 3, attempts: 2 })
  .shared(c => ({
    waiting: Array.from({ length: c.jobs }, (_, job) => job),
    attempts: Array.from({ length: c.jobs }, () => 0),
    leases: setOf<Lease>(),
    /** On their way to the broker, in the order in which they were sent. */
    reports: [] as Report[],
    done: setOf<number>(),
    dead: setOf<number>(),
  }))
  .process('worker', {
    count: c => c.workers,
    locals: () => ({ job: null as number | null, attempt: 0 }),
    mayRest: ['take'],
    steps: {
      take: (s, me) => {
        when(s.waiting.length > 0)
        const job = s.waiting.shift()!
        const attempt = ++s.attempts[job]!
        add(s.leases, { job, attempt })
        me.job = job
        me.attempt = attempt
      },
      work: (s, me) => {
        const result = choose('done', 'failed', 'crash')
        if (result !== 'crash') s.reports.push({ job: me.job!, attempt: me.attempt, result })
        me.job = null
        me.attempt = 0
        return 'take'
      },
    },
  })
  .action('a lease runs out', (s, c) => {
    const lease = pick(s.leases)
    remove(s.leases, lease)
    retry(s, lease.job, c.attempts)
  })
  .action('the broker reads a report', (s, c) => {
    when(s.reports.length > 0)
    const { job, attempt, result } = s.reports.shift()!
    const lease = [...s.leases].find(l => l.job === job && l.attempt === attempt)
    if (!lease) return // too late
    remove(s.leases, lease)
    if (result === 'failed') retry(s, job, c.attempts)
    else {
      assert(![...s.dead].includes(job), 'what is done is not dead')
      add(s.done, job)
    }
  })
  .mayDeadlock()
  .invariant('each job is in one place', (s, c) =>
    Array.from({ length: c.jobs }, (_, job) => job).every(job => {
      const places = [
        ...s.waiting.filter(waiting => waiting === job),
        ...[...s.leases].filter(lease => lease.job === job),
        ...[...s.done].filter(done => done === job),
        ...[...s.dead].filter(dead => dead === job),
      ]
      return places.length === 1
    }),
  )
  .invariant('a dead job had all its attempts', (s, c) => [...s.dead].every(job => s.attempts[job] === c.attempts))
  .invariant('no worker has a job of the future', s =>
    s.worker.every(({ job, attempt }) => job === null || attempt <= s.attempts[job]!),
  )
  .transition('what is done stays done', (before, after) =>
    [...before.done].every(job => [...after.done].some(other => other === job)),
  )
  .transition('attempts grow by one', (before, after, step) => {
    const grown = before.attempts.filter((attempts, job) => after.attempts[job] !== attempts)
    return step.step === 'take' ? grown.length === 1 : grown.length === 0
  })

function retry(
  s: { waiting: number[]; attempts: readonly number[]; dead: SetOf<number> },
  job: number,
  attempts: number,
): void {
  if (s.attempts[job]! < attempts) s.waiting.push(job)
  else add(s.dead, job)
}
