/** The first few of a list; all of it where only one would be left out, of which there is no use in saying that there is one more. */
export function firstFew<T>(all: readonly T[], most: number): readonly T[] {
  return all.length <= most + 1 ? all : all.slice(0, most)
}
