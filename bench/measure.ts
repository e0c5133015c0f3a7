/** One search in a process of its own: `measure.js <case> [engine] [states]`. Prints one line of JSON. */

import { type EngineName, explore } from '../src/explore/explore.ts'
import { instantiate } from '../src/system/instantiate.ts'
import { cases } from './cases.ts'

const [name, engine = 'footprint', states] = process.argv.slice(2)
const found = cases.find(other => other.name === name)
if (found === undefined) throw new Error(`no case is named ${name}`)
const maxStates = states === undefined ? undefined : Number(states)
const outcome = await explore(instantiate(found.model, { set: found.set }), { engine: engine as EngineName, maxStates })
const { census, stop, seconds, effort } = outcome
console.log(JSON.stringify({ census, stop, seconds, effort }))
