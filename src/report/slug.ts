/** A name as a part of a file name: small letters, digits and dashes, not longer than 80. Different names may meet. */
export function slug(name: string): string {
  const text = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return text.slice(0, 80).replace(/-+$/, '') || 'unnamed'
}
