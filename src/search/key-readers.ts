/** Which steps and claims have looked at the keys of a record: only these can depend on the order of keys. */
export class KeyReaders {
  private readonly steps = new Set<string>()
  private readonly claims = new Set<number>()
  private isAnyone = false

  noteStep(mover: number, step: string): void {
    this.steps.add(`${mover} ${step}`)
  }

  noteClaim(claim: number): void {
    this.claims.add(claim)
  }

  /** It is not known who does. */
  noteAnyone(): void {
    this.isAnyone = true
  }

  hasStep(mover: number, step: string): boolean {
    return this.isAnyone || this.steps.has(`${mover} ${step}`)
  }

  hasClaim(claim: number): boolean {
    return this.isAnyone || this.claims.has(claim)
  }
}
