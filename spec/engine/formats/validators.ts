/** Validators of what the package writes: by its own schemas, and by those that others have published. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { validateXML } from 'xmllint-wasm'
import { type FormatName, jsonSchemaOf } from './formats.ts'

/** What is wrong with a value by the schema of a format; nothing if it is valid. A field that the schema does not name is wrong. */
export function faultsOf(name: FormatName, value: unknown): string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  const validate = ajv.compile(closed(jsonSchemaOf(name)) as object)
  return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

/** The schema with every object closed, so that an undocumented field is found. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const parts = Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, closed(part)]))
  return 'properties' in parts && !('additionalProperties' in parts) ? { ...parts, additionalProperties: false } : parts
}

const published = (name: string): string =>
  readFileSync(join(fileURLToPath(new URL('.', import.meta.url)), 'published', name), 'utf8')

/** What is wrong with SARIF by the schema of OASIS. */
export function sarifFaults(text: string): string[] {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false })
  // Of an older draft, in which nothing else that it says means anything else.
  const { $schema: _, id: __, ...schema } = JSON.parse(published('sarif-2.1.0.json')) as Record<string, unknown>
  const validate = ajv.compile(schema)
  return validate(JSON.parse(text))
    ? []
    : (validate.errors ?? []).map(error => `${error.instancePath} ${error.message}`)
}

/** What is wrong with JUnit XML by the schema of Jenkins. */
export async function junitFaults(text: string): Promise<string[]> {
  const schema = { fileName: 'junit.xsd', contents: published('junit.xsd') }
  const { errors } = await validateXML({ xml: { fileName: 'junit.xml', contents: text }, schema: [schema] })
  return errors.map(({ message }) => message)
}
