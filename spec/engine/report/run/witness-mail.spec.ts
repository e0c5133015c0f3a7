import { describe, expect, test } from 'vitest'
import { instantiate } from '../../../../src/machine/instantiate.ts'
import { witnessToMail } from '../../../../src/report/run/witness-mail.ts'
import { explore } from '../../../../src/search/explore.ts'
import { buildWitness } from '../../../../src/witness/build-witness.ts'
import axonram from '../../../drivers/axonram.ts'
import pmemLifetime from '../../../drivers/pmem-lifetime.ts'
import daxClear from '../../../mappers/dax-clear.ts'

/** D1, D2, D6 and X3: the defects of the series that are races of two tasks. */
const defects = [
  { defect: 'D1', spec: daxClear, variant: 'only D1, NP', claim: 'atomic depth is balanced' },
  { defect: 'D2', spec: daxClear, variant: 'only D2, NP', claim: 'no store to an unmapped address' },
  { defect: 'D6', spec: axonram, variant: 'only X2 repaired', claim: 'no store to an unmapped address' },
  {
    defect: 'X3',
    spec: pmemLifetime,
    variant: 'X2 repaired',
    claim: 'what is reached belongs to the owner that gave the frame out',
  },
]

const aboutMails = `# Four defects of v5 as mails

What \`interleave render <witness.json> --format mail\` prints: a column for each CPU, 72 characters, and why. Written by
\`npx vitest run spec/engine/report/run/witness-mail.spec.ts -u\`.
`

async function mailOf({ spec, variant, claim }: (typeof defects)[number]): Promise<string> {
  const machine = instantiate(spec as never, { variant })
  const { claims } = await explore(machine, { allClaims: true })
  return witnessToMail(buildWitness(machine, claims.find(({ name }) => name === claim)!))
}

describe.each(defects)('the mail of $defect', defect => {
  test('has at most 25 lines of 72 columns, two columns of CPUs, and no ghosts of the kit', async () => {
    const mail = await mailOf(defect)
    const lines = mail.trimEnd().split('\n')
    expect(lines.length).toBeLessThanOrEqual(25)
    expect(lines.filter(line => line.length > 72)).toEqual([])
    expect(mail).toMatch(/^CPU0 .+ CPU1 /m)
    expect(mail).not.toMatch(/broke|gp_must_cover|gp_waits_for|private_data/)
  })
})

test('the mail of D1 says what each CPU does, what the other reads of it, and why it goes wrong', async () => {
  expect(await mailOf(defects[0]!)).toBe(`dax-clear, variant 'only D1, NP'
VIOLATED: atomic depth is balanced

CPU0 dax_clear                       CPU1 unbind
dax_clear_blocks(0, 1);
bdev_direct_access();
__pfn_t_to_page(); rcu_read_lock();
list_for_each_entry_rcu();
pfn within kmap->res;
kunmap_atomic_pfn_t();
                                     list_del_rcu();
                                       /* ranges = none */
list_for_each_entry_rcu();
kunmap_atomic();
  /* now the claim is false */

dax_clear found ranges = range #0 in kmap: list_for_each_entry_rcu
(CPU0).
unbind set ranges to none in list_del_rcu (CPU1).
So dax_clear looked at ranges again, found none in kunmap:
list_for_each_entry_rcu (CPU0), and so changed
current->pagefault_disabled (tasks[0].pagefault_disabled) from 0 to -1
in kunmap: kunmap_atomic (CPU0).
`)
})

test('the mails of the gallery are those of the checks', async () => {
  const mails: string[] = []
  for (const defect of defects) mails.push(`## ${defect.defect}\n\n\`\`\`\n${await mailOf(defect)}\`\`\`\n`)
  await expect(`${aboutMails}\n${mails.join('\n')}`).toMatchFileSnapshot('../../../gallery/mails.md')
})

test('a mail ends with the sentence of its last step, whatever else is left out', async () => {
  const mail = await mailOf(defects[1]!)
  expect(mail.trimEnd()).toMatch(/areas\[0\]\.mapped\) = false\s+in\s+clear_page \(CPU0\)\.$/)
})
