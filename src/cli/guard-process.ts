/** Guards the process against what an author's code may do to it. */

/** Redirects what is printed: standard output is reserved for the report. */
export function redirectOutput(aside: (text: string) => void): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = ((chunk: string | Uint8Array, ...rest: readonly unknown[]) => {
      aside(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString())
      const done = rest.find(one => typeof one === 'function') as (() => void) | undefined
      if (done !== undefined) queueMicrotask(done)
      return true
    }) as typeof stream.write
  }
}

/** Reports who ends the process before it ends. In a thread, only the thread ends, and the process continues. */
export function reportExits(leaving: (by: string, stack: string) => void): void {
  // What `exit` calls; Node's types do not declare it.
  const { exit, kill, reallyExit } = process as NodeJS.Process & { readonly reallyExit: unknown }
  const leave = (by: string): never => {
    leaving(by, new Error(by).stack ?? by)
    Object.defineProperty(process, 'reallyExit', { value: reallyExit })
    return exit.call(process, 1)
  }
  const replaced = {
    exit: (code?: unknown) => leave(`process.exit(${code ?? ''})`),
    reallyExit: (code?: unknown) => leave(`process.reallyExit(${code ?? ''})`),
    abort: () => leave('process.abort()'),
    kill: (pid: number, signal?: string | number) =>
      isThisProcess(pid) && signal !== 0 ? leave('process.kill()') : kill.call(process, pid, signal),
  }
  for (const [name, value] of Object.entries(replaced)) {
    Object.defineProperty(process, name, { value, writable: true, configurable: true })
  }
}

/** Zero and negative numbers name a process group, which may be that of this process. */
function isThisProcess(pid: number): boolean {
  return pid === process.pid || pid <= 0
}
