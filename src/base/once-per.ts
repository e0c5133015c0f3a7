/** A function that computes its result once for each object, and keeps it as long as the object is in use. */
export function oncePer<Key extends object, Result>(compute: (key: Key) => Result): (key: Key) => Result {
  const known = new WeakMap<Key, { readonly result: Result }>()
  return key => {
    let kept = known.get(key)
    if (kept === undefined) {
      kept = { result: compute(key) }
      known.set(key, kept)
    }
    return kept.result
  }
}
