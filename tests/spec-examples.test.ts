import { readdirSync, readFileSync } from 'node:fs'
import { check } from '@interchange/ocpi/define/validate'
import { versions } from '@interchange/ocpi/versions'
import { describe, expect, test } from 'vitest'
import { errata } from './spec-examples-errata.ts'

// The examples printed in the specification, which is not part of this project. Where a folder beside the project
// holds them, every one validates against its definition or is an erratum with exactly the faults named.

const folder = new URL('../../shared/spec-examples/', import.meta.url)

interface Reading {
  /** File names this is about. */
  readonly files: RegExp
  readonly of: string
  /** The field of the file the value stands in; `data` where the example is a whole response. */
  readonly in?: string
  readonly partial?: true
}

/** The first that fits counts. */
const readings: readonly Reading[] = [
  { files: /^cdr_example/, of: 'CDR' },
  { files: /^credentials_/, of: 'Credentials' },
  { files: /^location_energymix_/, of: 'EnergyMix', in: 'energy_mix' },
  { files: /^location_regularhours_/, of: 'Hours', in: 'opening_times' },
  { files: /^location_hours_/, of: 'Hours' },
  { files: /^location_patch_example_location/, of: 'Location', partial: true },
  { files: /^location_patch_example_tariff/, of: 'Connector', partial: true },
  { files: /^location_patch_example_(status|remove_evse)/, of: 'EVSE', partial: true },
  { files: /^location_put_example_add_evse/, of: 'EVSE' },
  { files: /^location_example/, of: 'Location' },
  { files: /^session_patch_/, of: 'Session', partial: true },
  { files: /^session_example/, of: 'Session' },
  { files: /^tariff/, of: 'Tariff' },
  { files: /^token_patch_/, of: 'Token', partial: true },
  { files: /^token_/, of: 'Token' },
  { files: /^transport_and_format_get_token/, of: 'Token', in: 'data' },
  { files: /^transport_and_format_version_info/, of: 'Version', in: 'data' },
  { files: /^transport_and_format_version_details/, of: 'VersionDetails', in: 'data' },
  { files: /^versions_info/, of: 'Version' },
  { files: /^version_details/, of: 'VersionDetails' },
  { files: /^type_displaytext/, of: 'DisplayText' },
]

function examplesOf(version: string): string[] {
  try {
    return readdirSync(new URL(`${version}/`, folder))
      .filter((file) => file.endsWith('.json'))
      .sort()
  } catch {
    return []
  }
}

for (const version of versions) {
  const files = examplesOf(version.number)

  describe.skipIf(files.length === 0)(`examples of the specification ${version.number}`, () => {
    test.each(files.length === 0 ? ['none beside this project'] : files)('%s', (file) => {
      const reading = readings.find((one) => one.files.test(file))
      if (!reading) throw new Error(`nothing here says of which object ${file} is an example`)
      const json: unknown = JSON.parse(readFileSync(new URL(`${version.number}/${file}`, folder), 'utf8'))
      const value = reading.in ? (json as Record<string, unknown>)[reading.in] : json
      const items = Array.isArray(value) ? value : [value]
      expect(items.length).toBeGreaterThan(0)
      const faults = items.flatMap((item) => check(version, reading.of, item, { partial: reading.partial === true }))
      const erratum = errata.find((one) => one.file === file && one.versions.includes(version.number))
      expect(faults.map(({ severity, path }) => `${severity} ${path}`)).toEqual(erratum?.faults ?? [])
    })

    test('every erratum is about an example that is there', () => {
      const known = errata.filter((one) => one.versions.includes(version.number))
      expect(known.filter(({ file }) => !files.includes(file))).toEqual([])
    })
  })
}
