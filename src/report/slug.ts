/** A name as a part of a file name: small letters, digits and dashes, not longer than 80. Different names may meet: see {@link slugAmong}. */
export function slug(name: string): string {
  const text = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return text.slice(0, 80).replace(/-+$/, '') || 'unnamed'
}

/** The slug of one of `names`, numbered where another of them has the same, so that no file takes another's place. */
export function slugAmong(name: string, names: readonly string[]): string {
  const own = slug(name)
  const rivals = names.filter(other => slug(other) === own)
  return rivals.length <= 1 ? own : `${own}--${rivals.indexOf(name) + 1}`
}
