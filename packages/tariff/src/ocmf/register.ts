// Which register of a meter a reading is of (RI, an OBIS code), and which register a driver is billed by. OCMF 1.4,
// "Extension to Billing Relevant OBIS Representation": the group after the colon is hexadecimal.

export interface Register {
  /** The OBIS code without leading zeros and with one separator: `1-0:b2.8.0.ff`; '' when none is given. */
  readonly name: string
  readonly direction: 'import' | 'export' | 'unknown'
  /** The lower, the rather a bill rests on it. */
  readonly rank: number
}

/** What the car got is billed before what the mains gave; a register of the transaction before one that counts on. */
const RANKS = ['b3', 'b1', '98', 'b2', 'b0', '1', '9e']

const OBIS = /^([\da-f]+)-([\da-f]+):([\da-f]+)\.([\da-f]+)(?:[.*]([\da-f]+))?(?:[.*]([\da-f]+))?$/

export function registerOf(identification: string | undefined): Register {
  const text = (identification ?? '').trim().toLowerCase()
  const groups = OBIS.exec(text)
    ?.slice(1)
    .filter((group) => group !== undefined)
  if (!groups) return { name: text, direction: 'unknown', rank: RANKS.length }
  const [a, b, ...rest] = groups.map((group) => group.replace(/^0+(?=.)/, ''))
  const quantity = rest[0] as string
  // Group D: 8 is energy counted from the beginning on; others are maxima, averages, energy of a period.
  const rank = rest[1] === '8' ? RANKS.indexOf(quantity) : -1
  return {
    name: `${a}-${b}:${rest.join('.')}`,
    direction: rank >= 0 ? 'import' : isExport(quantity) ? 'export' : 'unknown',
    rank: rank >= 0 ? rank : RANKS.length,
  }
}

const isExport = (quantity: string) => quantity === '2' || /^c[0-7]$/.test(quantity)
