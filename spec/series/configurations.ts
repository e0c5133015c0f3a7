/** The settings with one name in the kernel's three configurations. */
export function inAll<N extends string>(name: N): readonly [`${N}, NP`, `${N}, NPC`, `${N}, PRE`] {
  return [`${name}, NP`, `${name}, NPC`, `${name}, PRE`]
}
