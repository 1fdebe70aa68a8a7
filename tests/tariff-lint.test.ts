import { readdirSync, readFileSync } from 'node:fs'
import type { Tariff } from '@interchange/ocpi'
import { type LintContext, lint } from '@interchange/tariff'
import { repairTariff } from '@interchange/tools/import/repair'
import { describe, expect, test } from 'vitest'

// The tariffs printed in the specification and those of a real feed, neither of which is part of this project. Each
// finding above a note was looked at: it is right, or it must not be there.

const beside = new URL('../../shared/', import.meta.url)

function tellingsOf(tariff: unknown, context?: LintContext): string[] {
  return lint(tariff as Tariff, context)
    .filter(({ severity }) => severity !== 'note')
    .map(({ severity, code, path }) => `${severity} ${code} ${path}`)
}

function specificationTariffs(): { readonly file: string; readonly tariff: Tariff }[] {
  try {
    const folder = new URL('spec-examples/2.3.0/', beside)
    return readdirSync(folder)
      .filter((file) => /^tariff.*\.json$/.test(file))
      .map((file) => ({ file, tariff: JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Tariff }))
  } catch {
    return []
  }
}

const examples = specificationTariffs()

/** Everything else is clean: taxes of the examples are no German ones, which is a note while no location is known. */
const odd: Readonly<Record<string, readonly string[]>> = {
  // T-20: the specification's own text repeats the price; that of tariff_11 names 2.00 per hour with tax, and TIME has it.
  'tariff_2_alt_text.json': [
    'warning text-repeats-price /tariff_alt_text/0/text',
    'warning text-repeats-price /tariff_alt_text/1/text',
  ],
  'tariff_11_not_possible_alt_text.json': [
    'warning text-repeats-price /tariff_alt_text/0/text',
    'warning text-repeats-price /tariff_alt_text/1/text',
  ],
  // T-20
  'tariff_put_example.json': ['error invalid /last_updated'],
}

describe.skipIf(examples.length === 0)('lint of the tariffs of the specification', () => {
  test.each(examples)('R-TAR-29 $file', ({ file, tariff }) => {
    expect(tellingsOf(tariff)).toEqual(odd[file] ?? [])
  })

  test('R-TAR-06 parking outside of the hours of tariff_4 costs nothing, which is told in words', () => {
    const { tariff } = examples.find(({ file }) => file.startsWith('tariff_4_'))!
    const [gap, ...more] = lint(tariff).filter(({ code }) => code === 'dimension-unpriced')
    expect(more).toEqual([])
    expect(gap!.message).toContain(
      'PARKING_TIME has no price on MONDAY, TUESDAY, WEDNESDAY, THURSDAY and FRIDAY, 00:00-09:00 and 18:00-00:00; ' +
        'on SATURDAY, 00:00-10:00 and 17:00-00:00; on SUNDAY',
    )
  })
})

interface Feed {
  readonly items: readonly { readonly evses: readonly { readonly tariffs?: readonly { readonly id: string }[] }[] }[]
}

/** One of each tariff that the feed embeds, repaired as the importer does, with the fields that embedding leaves out. */
function feedTariffs(): Map<string, Record<string, unknown>> {
  try {
    const feed = JSON.parse(readFileSync(new URL('feeds/afir-ludwigsburg-50.json', beside), 'utf8')) as Feed
    const all = feed.items.flatMap(({ evses }) => evses.flatMap(({ tariffs = [] }) => tariffs))
    return new Map(
      all.map((tariff) => {
        const whole = { ...structuredClone(tariff), country_code: 'DE', party_id: 'SLB', tax_included: 'YES' }
        repairTariff(whole)
        return [tariff.id, { ...whole, last_updated: '2026-04-02T14:20:11Z' }]
      }),
    )
  } catch {
    return new Map()
  }
}

describe.skipIf(feedTariffs().size === 0)('lint of the tariffs of a real feed', () => {
  const tariffs = feedTariffs()
  const around: LintContext = {
    countries: ['DEU'],
    timeZones: ['Europe/Berlin'],
    now: new Date('2026-04-03T00:00:00Z'),
    others: [...tariffs.values()] as unknown as Tariff[],
  }

  test('R-TAR-05 the blocking fee never counts, as a price of 0 stands before it', () => {
    // The free hours come first and have no longest duration, so the fee after four hours is never reached. Ends at
    // 19:59:59 were meant to include the last second; repaired to 19:59 they leave out a minute.
    const expected = [
      'warning shadowed /elements/2/price_components/0',
      'warning shadowed /elements/2/price_components/1',
      'warning time-last-minute /elements/1/restrictions/end_time',
      'warning time-last-minute /elements/2/restrictions/end_time',
      'warning time-last-minute /elements/3/restrictions/end_time',
    ]
    expect([...tariffs.keys()].sort()).toEqual(['22132ac', '22132dc', '22310ac'])
    expect(tellingsOf(tariffs.get('22132ac'), around)).toEqual(expected)
    expect(tellingsOf(tariffs.get('22132dc'), around)).toEqual(expected)
  })

  test('R-TAR-06 prices of 0 for time beside a price for energy are no unknown prices', () => {
    expect(lint(tariffs.get('22310ac') as unknown as Tariff, around)).toEqual([])
  })

  test('R-TAR-09 unrepaired it is no tariff, and the findings say where', () => {
    const feed = JSON.parse(readFileSync(new URL('feeds/afir-ludwigsburg-50.json', beside), 'utf8')) as Feed
    const tariff = feed.items.flatMap(({ evses }) => evses.flatMap(({ tariffs: all = [] }) => all))
    const found = tellingsOf(tariff.find(({ id }) => id === '22132ac'))
    expect(found).toContain('error invalid /elements/1/restrictions')
    expect(found.every((telling) => telling.startsWith('error invalid '))).toBe(true)
  })
})
