import { describe, expect, it } from 'vitest'
import { Dictionaries } from '../../../src/machine/dictionaries.ts'
import { KeyLooks } from '../../../src/machine/key-looks.ts'

describe('looks at the keys of records', () => {
  it('are at a dictionary as soon as the record turns out to be one', () => {
    const dictionaries = new Dictionaries()
    const looks = new KeyLooks()
    looks.note(['queue', 0])
    looks.note(['owner'])
    dictionaries.note(['links'])
    expect(looks.areAtDictionaries(dictionaries)).toBe(false)
    dictionaries.note(['queue', 3])
    expect(looks.areAtDictionaries(dictionaries)).toBe(true)
  })

  it('are at one where it is not known which record it was', () => {
    const dictionaries = new Dictionaries()
    const looks = new KeyLooks()
    looks.note(undefined)
    expect([looks.areAny, looks.areAtDictionaries(dictionaries)]).toEqual([true, false])
    dictionaries.note(['links'])
    const all = new KeyLooks()
    all.noteAll(looks)
    expect(all.areAtDictionaries(dictionaries)).toBe(true)
  })

  it('may be at one after another look', () => {
    const dictionaries = new Dictionaries()
    dictionaries.note(['links'])
    const looks = new KeyLooks()
    expect(looks.areAtDictionaries(dictionaries)).toBe(false)
    looks.note(['links'])
    expect(looks.areAtDictionaries(dictionaries)).toBe(true)
  })
})
