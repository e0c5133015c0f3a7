/**
 * Error numbers, include/uapi/asm-generic/errno-base.h. A call returns them negated.
 *
 * Checked by `spec/mappers/dax-io.ts`.
 */

export const EIO = 5
export const ENXIO = 6
export const EFAULT = 14
export const ERANGE = 34
