import { differences } from '../explore/compare-with-expectation.ts'
import type { EngineName } from '../explore/explore.ts'
import type { CheckedSetting } from '../report/checked-setting.ts'
import { instantiate } from '../system/instantiate.ts'
import { exploreWithProgress } from './check-command.ts'
import { writeCounterexamples } from './counterexamples.ts'
import { freshMachine, type Spec, variantNames } from './load-spec.ts'
import { OutputFolder } from './output-folder.ts'

export interface SettingOptions {
  readonly engine?: EngineName
  readonly graphs?: boolean
  readonly out: string
}

/** A spec in one of its variants, or as it stands. */
export interface Setting {
  readonly spec: Spec
  readonly variant: string | null
}

/** What is found of a setting. It is plain data, which another thread can send. */
export interface Finding extends Pick<CheckedSetting, 'outcome' | 'differences' | 'pictures' | 'notDrawn'> {
  /** Why its counterexamples are not written, if they are not. */
  readonly notWritten?: string
}

/** Checks a setting, writes its counterexamples, and compares it with what its spec expects. */
export async function verifySetting(
  { spec, variant }: Setting,
  options: SettingOptions,
  signal: AbortSignal,
): Promise<Finding> {
  const folder = new OutputFolder(options.out)
  const machine = instantiate(spec.model, { variant })
  const isDeep = options.graphs === true
  const outcome = await exploreWithProgress(machine, {
    engine: options.engine,
    allClaims: true,
    // Nothing here shows it.
    tellsUnknownReads: false,
    keepShortestRuns: isDeep,
    freshMachine: () => freshMachine(spec.file, { variant }),
    signal,
  })
  const written = await writeCounterexamples(
    machine,
    outcome,
    { file: spec.file, set: [], variants: variantNames(spec) },
    folder,
    { isDeep, limits: { signal } },
  )
  const found = 'found' in written ? written.found : []
  return {
    outcome,
    differences: differences(outcome, spec.expected?.[variant ?? 'base'] ?? {}),
    ...('notWritten' in written && written),
    pictures: new Map(found.map(({ witness, svg }) => [witness.claim.name, folder.linkTo(svg)])),
    notDrawn: found.flatMap(({ graph }) =>
      graph?.svgMissing === undefined ? [] : [`${graph.dot}: ${graph.svgMissing}`],
    ),
  }
}
