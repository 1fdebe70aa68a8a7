export interface Erratum {
  readonly file: string
  readonly versions: readonly string[]
  readonly why: string
  /** Severity and path of every fault, all of them, so that an erratum cannot hide another fault. */
  readonly faults: readonly string[]
}

// Examples of the specification that contradict its own tables (trap T-20). Not here, because every value has the right
// type and length: the CDR example swaps latitude and longitude, session examples give energy in Wh instead of kWh,
// tariff_2 repeats its prices as text, tariff_5 has a step_size of 0, transport examples speak of version 2.2.

export const errata: readonly Erratum[] = [
  {
    file: 'location_put_example_add_evse.json',
    versions: ['2.2.1', '2.3.0'],
    why: 'The connector lacks four required fields, and physical_reference, a string, is a number.',
    faults: [
      'value /connectors/0/power_type',
      'value /connectors/0/max_voltage',
      'value /connectors/0/max_amperage',
      'identity /connectors/0/last_updated',
      'identity /physical_reference',
    ],
  },
  {
    file: 'tariff_put_example.json',
    versions: ['2.2.1', '2.3.0'],
    why: 'last_updated is required and missing.',
    faults: ['identity /last_updated'],
  },
  {
    file: 'cdr_example.json',
    versions: ['2.3.0'],
    why: 'The embedded tariff was left as it is in 2.2.1: without tax_included. It names no session.',
    faults: ['value /tariffs/0/tax_included', 'note /session_id'],
  },
  {
    file: 'cdr_example.json',
    versions: ['2.2.1'],
    why: 'It names no session, which only a CPO without sessions may leave out.',
    faults: ['note /session_id'],
  },
  {
    file: 'token_example_1_app_user.json',
    versions: ['2.2.1', '2.3.0'],
    why: 'An APP_USER token that may be whitelisted, which the chapter itself advises against.',
    faults: ['note /whitelist'],
  },
]
