import { check } from 'interleave-checker'
import spec from './spec/mappers/dax-clear.ts'

const a = process.cpuUsage()
const r = await check(spec, { allClaims: true })
const b = process.cpuUsage(a)
console.log((b.user + b.system) / 1e6, r.census, r.counterexamples?.length)
