import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { userOptions } from '../../../../src/cli/type-check/user-options.ts'
import { folderWith } from '../run-command.ts'

describe('the options of a user', () => {
  it('are those of the nearest tsconfig.json, in that folder or above', () => {
    const folder = folderWith({
      'tsconfig.json': '{ "compilerOptions": { "strict": true } }',
      'a/b/spec.ts': '',
      'c/tsconfig.json': '{ "compilerOptions": { "strict": false } }',
    })
    expect(userOptions(join(folder, 'a/b'))).toEqual({ strict: true })
    expect(userOptions(join(folder, 'c'))).toEqual({ strict: false })
  })

  it('are empty if there is no such file, if it has no options, or if it cannot be read', () => {
    expect(userOptions(folderWith({}))).toBe(undefined)
    expect(userOptions(folderWith({ 'tsconfig.json': '{ "files": [], "references": [{ "path": "./a" }] }' }))).toBe(
      undefined,
    )
    expect(userOptions(folderWith({ 'tsconfig.json': '{ "compilerOptions": ' }))).toBe(undefined)
    expect(userOptions(folderWith({ 'tsconfig.json': 'null' }))).toBe(undefined)
    expect(userOptions(folderWith({ 'tsconfig.json': '' }))).toBe(undefined)
    const folder = folderWith({})
    mkdirSync(join(folder, 'tsconfig.json'))
    expect(userOptions(folder)).toBe(undefined)
  })

  it('may have comments and trailing commas around them, but not inside strings', () => {
    const text = `\uFEFF{
      // a comment, "with": quotes
      "compilerOptions": { /* one more */ "strict": true, "types": ["a//b", "c/*d*/", ",]", "e\\"//f",], /* , */ },
    }`
    expect(userOptions(folderWith({ 'tsconfig.json': text }))).toEqual({
      strict: true,
      types: ['a//b', 'c/*d*/', ',]', 'e"//f'],
    })
  })

  it('include those of extended files, of which later ones take precedence, and the file itself most', () => {
    const folder = folderWith({
      'tsconfig.json': '{ "extends": ["./base", "shared/strict"], "compilerOptions": { "c": 3 } }',
      'base.json': '{ "extends": "./tsconfig.json", "compilerOptions": { "a": 1, "b": 1, "c": 1 } }',
      'node_modules/shared/package.json': '{ "name": "shared" }',
      'node_modules/shared/strict.json': '{ "compilerOptions": { "b": 2, "c": 2 } }',
    })
    expect(userOptions(folder)).toEqual({ a: 1, b: 2, c: 3 })
  })

  it('are left out if an extended file does not exist', () => {
    const config = '{ "extends": ["./gone.json", "gone/base"], "compilerOptions": { "strict": true } }'
    expect(userOptions(folderWith({ 'tsconfig.json': config }))).toEqual({ strict: true })
  })

  it('have absolute paths, resolved from the file that has them', () => {
    const folder = folderWith({
      'spec/tsconfig.json': '{ "extends": "../conf/base.json", "compilerOptions": {} }',
      'conf/base.json': `{ "compilerOptions": {
        "typeRoots": ["./types", "\${configDir}/own"], "paths": { "@/*": ["./lib/*", "\${configDir}/*"] } } }`,
    })
    expect(userOptions(join(folder, 'spec'))).toEqual({
      typeRoots: [join(folder, 'conf/types'), join(folder, 'spec/own')],
      paths: { '@/*': [join(folder, 'conf/lib/*'), join(folder, 'spec/*')] },
    })
    const based = folderWith({
      'tsconfig.json': '{ "compilerOptions": { "baseUrl": "src", "paths": { "x": ["lib/x"] } } }',
    })
    expect(userOptions(based)).toEqual({ paths: { '*': [join(based, 'src/*')], x: [join(based, 'src/lib/x')] } })
  })
})
