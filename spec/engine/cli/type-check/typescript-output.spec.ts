import { describe, expect, it } from 'vitest'
import { filesBehind, readTypeScriptOutput } from '../../../../src/cli/type-check/typescript-output.ts'

const output = `error TS2688: Cannot find type definition file for 'gone'.
  The file is in the program because:
    Entry point of type library 'gone' specified in compilerOptions
spec.ts(5,7): error TS2322: Type 'A' is not assignable to type 'B'.
  Types of property 'x' are incompatible.
../lib (old)/it's.ts(10,12): error TS2339: Property 'y' does not exist.
node_modules/@types/node/index.d.ts
  Entry point of type library 'node' specified in compilerOptions with packageId '@types/node/index.d.ts@20.19.43'
  Type library referenced via 'node' from file 'node_modules/undici-types/file.d.ts' with packageId '@types/node/index.d.ts@20.19.43'
node_modules/@types/node/fs.d.ts
   Referenced via 'fs.d.ts' from file 'node_modules/@types/node/index.d.ts'
../lib (old)/it's.ts
   Imported via '../lib (old)/it's.ts' from file 'spec.ts'
deep.ts
  Imported via './deep.ts' from file '../lib (old)/it's.ts'
  Imported via "tslib" from file 'other.ts' with packageId 'tslib/tslib.d.ts@2.0.0' to import 'importHelpers' as specified in compilerOptions
spec.ts
   Part of 'files' list in tsconfig.json
other.ts
   Part of 'files' list in tsconfig.json
`

describe('the output of TypeScript', () => {
  const report = readTypeScriptOutput(output, '/home/me')

  it('has problems with their places and all their lines', () => {
    expect(report.problems).toEqual([
      {
        file: '/home/me/spec.ts',
        line: 5,
        column: 7,
        code: 'TS2322',
        message: "Type 'A' is not assignable to type 'B'.\n  Types of property 'x' are incompatible.",
      },
      {
        file: "/home/lib (old)/it's.ts",
        line: 10,
        column: 12,
        code: 'TS2339',
        message: "Property 'y' does not exist.",
      },
    ])
  })

  it('has problems without a place', () => {
    expect(report.general).toEqual(["TS2688: Cannot find type definition file for 'gone'."])
  })

  it('says which files a spec depends on, and which all do', () => {
    const isGlobal = (root: string): boolean => !/\/(spec|other)\.ts$/.test(root)
    const types = ['/home/me/node_modules/@types/node/fs.d.ts', '/home/me/node_modules/@types/node/index.d.ts']
    expect([...filesBehind('/home/me/spec.ts', report, isGlobal)].sort()).toEqual([
      "/home/lib (old)/it's.ts",
      '/home/me/deep.ts',
      ...types,
      '/home/me/spec.ts',
    ])
    expect([...filesBehind('/home/me/other.ts', report, isGlobal)].sort()).toEqual([
      '/home/me/deep.ts',
      ...types,
      '/home/me/other.ts',
    ])
  })
})
