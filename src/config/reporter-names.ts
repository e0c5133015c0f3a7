/**
 * The name of a reporter of `check` and `verify`.
 *
 * @since 0.2.0
 */
export type ReporterName = 'text' | 'json' | 'ndjson' | 'junit' | 'sarif' | 'github' | 'markdown'

export const reporterNames = Object.keys({
  text: true,
  json: true,
  ndjson: true,
  junit: true,
  sarif: true,
  github: true,
  markdown: true,
} satisfies Record<ReporterName, true>) as ReporterName[]
