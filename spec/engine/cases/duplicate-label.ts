import { model } from 'interleave-checker'
const proc = () => ({ kfree: () => undefined })
export default model('dup', {}).shared(() => ({ freed: false, used: false }))
  .process('p', { steps: { kfree: s => { s.freed = true }, ...proc(), use: s => { s.used = true } } })
  .invariant('no use after free', s => !(s.freed && s.used))
  .transition('typo', (b, _a, step) => (step as { label?: string }).label !== 'kfree' || !b.freed)
