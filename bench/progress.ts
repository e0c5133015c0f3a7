/** Says on stderr where a bench is; results alone go to stdout. */
export function log(line: string): void {
  process.stderr.write(`${line}\n`)
}
