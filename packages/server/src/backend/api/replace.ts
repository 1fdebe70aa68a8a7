import { pattern } from '@interchange/ocpi/define/type'

/** Modules whose objects can be withdrawn: sessions and CDRs never are. */
export const withdrawable = ['locations', 'tariffs', 'tokens'] as const

export const replaceType = pattern(
  new RegExp(`^(${withdrawable.join('|')}):[A-Za-z]{2}-[A-Za-z0-9]{3}$`),
  `a module (${withdrawable.join(', ')}) and a party such as locations:NL-ABC`,
  20,
)
