import { verdictTable } from 'interleave-checker'
import { analyse } from './series/analysis.ts'
import { defects } from './series/defects.ts'
import { dispute } from './series/disputes.ts'
import { placeDrivers } from './series/drivers.ts'
import { placeMappers } from './series/mappers.ts'
import { placeModes } from './series/modes.ts'
import { showDefects } from './series/mutants.ts'
import { placePages } from './series/pages.ts'
import { placeRcu } from './series/rcu.ts'
import { remark } from './series/remarks.ts'
import { requirements } from './series/requirements.ts'
import { review } from './series/review.ts'
import { versions } from './series/versions.ts'

const series = verdictTable({
  title: 'The series, its repairs, and what followed it',
  columns: versions,
  rows: requirements,
  defects,
})
export type Series = typeof series

/**
 * The verdicts of all specs in one table: versions of the series across, requirements down, compared with the analysis
 * on paper that was the starting point of the models.
 *
 * A spec is placed by a few lines in the file of its family: they map its settings to versions and its claims to
 * requirements. A result that differs from the analysis is red until `disputes.ts` says why.
 */
export default [
  analyse,
  placeMappers,
  placePages,
  placeDrivers,
  placeModes,
  placeRcu,
  showDefects,
  dispute,
  remark,
  review,
].reduce((table, add) => add(table), series)
