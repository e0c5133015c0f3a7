/**
 * Phrases that readers stumbled over, since they were translated word by word, do not return. The list grows with every
 * text that is rewritten; so do the places that are searched.
 */

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** The files and folders in which none of these phrases may occur. */
const searched = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs',
  'examples',
  'DESIGN.md',
  'CHANGELOG.md',
  'ERRORS.md',
  'bench',
  'models',
  'spec/classic',
  'spec/drivers',
  'spec/kernel',
  'spec/mappers',
  'spec/modes',
  'spec/rcu',
  'spec/series',
  'src',
  'spec/engine',
  'spec/engine/specs/engines.spec.ts',
  'spec/engine/docs/kernel-index.ts',
  'spec/engine/docs/kernel-index.spec.ts',
  'spec/engine/specs/never-run.ts',
  'spec/engine/docs/readme.spec.ts',
  'spec/engine/specs/verdicts.spec.ts',
]

/** What to write instead. */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/\bfor want of\b/, 'vacuously (of a claim that holds); without'],
  [/\bwho (?:asked|asks)\b/, 'the caller, by its name'],
  [/\bhow manieth\b/, 'occurrence number'],
  [/\b(?:for|of|by|against) who\b(?! (?:is|are) )/, 'the task, caller or user, by its name'],
  [/\bso many\b/, 'this many; the number; every Nth'],
  [/\b(?:has|have|had) to (?:itself|themselves)\b/, 'only it has'],
  [/\b(?:is|are|was|were|be|been|being) told\b/, 'is reported, given, listed'],
  [/(?<!\b(?:const|is|are) )told (?:of|besides|apart|as|by|sooner)\b/, 'called with; reported; distinguished'],
  [/\b(?:is|are|be) asked (?:again|at|in|about|of|once|twice|now)\b/, 'is evaluated, called, checked'],
  [/\bwhoever\b/i, 'the process, user or caller, by its name'],
  [/\bwhat there is to\b/, 'what to ...; the facts that ...'],
  [/\bfor ever\b/, 'forever; endlessly; starved'],
  [/\bhangs? on (?:the|more|them|it)\b/, 'depends on'],
  [/\b(?:come|comes|came) to (?:its|their) end\b/, 'ends, finishes, returns'],
  [/\bno end (?:is|was) in sight\b/, 'not finished'],
  [/\b(?:and|,) [^,.`]{1,40} was given\b/, 'expected ..., but got ...'],
  [/\bis wanted here\b/, 'expected ..., but got ...'],
  [/\bcan be told\b|\bcannot be told\b/, 'is known; is unknown'],
  [/\bkept from moving\b|\bkeeping some process from moving\b/, 'starved'],
  [/\bin vain\b/, 'for nothing; needlessly'],
  [/\btypes forgotten\b/, 'types erased'],
  [/\b(?:comes|come|came) twice\b/, 'occurs twice; is a duplicate'],
  [/\bis of another (?:type|shape|form)\b/, 'has the wrong type'],
  [/\bas it stands\b/, 'itself; unchanged'],
  [/\bin the midst of\b/, 'during'],
  [/\bwhat (?:has become|becomes) of\b/, 'the result, end or fate of'],
  [/\bof its own accord\b/, 'by itself'],
  [/\blies? (?:beside|below|above)\b/, 'is beside, below, above'],
  [/\bthan the one before\b/, 'than the previous one'],
  [/\b(?:is|are|was|were|being) no (?:label|limit|fault|sign|case|matter)\b/, 'is not a ...'],
  [/\basks? (?:all |the |some |every )?claims?\b|\bclaims? (?:is|are|to be) asked\b/, 'evaluates'],
  [/\bsay the same of\b/, 'agree on'],
  [/\b(?:put|puts) aside\b/, 'set aside'],
]

describe('a search for phrases', () => {
  test.each([
    ['// it holds for want of a case', 1],
    ["const message = 'holds for want of a case'", 1],
    [' * which is told by\n * the others', 1],
    [' * holds for\n * want of a case', 1],
    ['so\nmany', 1],
    ['const told = lines', 0],
    ['it depends on many states', 0],
  ])('counts in %j', (text, number) => {
    expect(foundIn(text)).toHaveLength(number)
  })
})

describe('what users and developers read', () => {
  const files = searched.flatMap(filesBelow).filter(file => !/plain-(?:english|names)\.spec\.ts$/.test(file))

  test('is searched at all', () => {
    expect(files.length).toBeGreaterThan(250)
  })

  test('has no phrase that is listed above: use what the list offers', () => {
    const found = files.flatMap(file => foundIn(readFileSync(join(root, file), 'utf8')).map(hit => `${file}: ${hit}`))
    expect(found).toEqual([])
  })
})

/** Each phrase with what to write instead; a phrase may go over the end of a line, and the mark of a comment. */
function foundIn(text: string): string[] {
  const flowing = text.replace(/\s*\n\s*(?:\*(?!\/)|\/\/)?\s*/g, ' ')
  return phrases.flatMap(([phrase, instead]) => {
    const all = flowing.matchAll(new RegExp(phrase.source, `${phrase.flags}g`))
    return [...all].map(match => `'${match[0]}' → ${instead} (${around(flowing, match.index)})`)
  })
}

function around(text: string, at: number): string {
  return text.slice(Math.max(0, at - 40), at + 60)
}

function filesBelow(path: string): string[] {
  if (!statSync(join(root, path)).isDirectory()) return [path]
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.(?:tsx?|md|css)$/.test(entry.name))
    .map(entry => relative(root, join(entry.parentPath, entry.name)))
}
