/** Gives TypeDoc a TypeScript whose compiler it can call: that of TypeScript 7 is no JavaScript. */

import { register } from 'node:module'

const hook =
  "export const resolve = (name, context, next) => next(name === 'typescript' ? 'typescript-5' : name, context)"
register(`data:text/javascript,${encodeURIComponent(hook)}`, import.meta.url)
