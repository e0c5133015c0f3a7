/** A number of 53 bits for a text: different texts have different ones, except for one pair in 9 × 10^15. */
export function fingerprint(text: string): number {
  let [high, low] = [0x9e3779b9, 0x85ebca6b]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    high = Math.imul(high ^ code, 0x9e3779b1)
    low = Math.imul(low ^ code, 0x5f356495)
    high = (high << 13) | (high >>> 19)
  }
  high = mixed(high ^ (low >>> 15))
  low = mixed(low ^ high)
  return (high & 0x1fffff) * 2 ** 32 + (low >>> 0)
}

function mixed(number: number): number {
  const once = Math.imul(number ^ (number >>> 16), 0x85ebca6b)
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35)
  return twice ^ (twice >>> 16)
}
