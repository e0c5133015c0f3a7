/** Constants: the parameters in which settings of a model differ. */

/**
 * The value of a constant: plain data, since it can be set from the command line and is written into witnesses.
 *
 * @since 0.1.0
 */
export type Constant = null | boolean | number | string | readonly Constant[] | { readonly [key: string]: Constant }

/**
 * All constants of a setting by name: those of the model, changed by its variant, changed by `set`.
 *
 * @since 0.1.0
 */
export type Constants = { readonly [name: string]: Constant }

/**
 * The values that a constant may be set to, from its first value: `true`, for example, is widened to `boolean`.
 *
 * @since 0.2.0
 */
export type Settable<C> = [Constant] extends [C]
  ? C // Any constant: there is nothing to widen, and the type is recursive.
  : C extends boolean
    ? boolean
    : C extends object
      ? { [part in keyof C]: Settable<C[part]> }
      : C

/**
 * Other values for some of the constants of a model. For a model without constants: none.
 *
 * @since 0.2.0
 */
export type SomeOf<C> = [keyof C] extends [never] ? Record<string, never> : Partial<C>
