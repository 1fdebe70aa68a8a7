import { describe, expect, it } from 'vitest'
import { readSettings, SettingsError, settingsReference } from './settings.ts'

function faultsOf(env: Record<string, string>, yaml?: string): string[] {
  try {
    readSettings(env, yaml)
  } catch (error) {
    if (error instanceof SettingsError) return error.message.split('\n')
    throw error
  }
  return []
}

describe('settings', () => {
  it('have a default each', () => {
    const settings = readSettings({})
    expect(settings).toMatchObject({ port: 3000, dataDir: './data', parties: [], logLevel: 'info', bodyLimit: 4194304 })
    expect(settings).toMatchObject({ allowPrivatePartners: false, partnerTimeout: 30_000 })
    expect(settings.publicUrl).toBeUndefined()
  })

  it('are read from yaml by the same names, and the environment wins', () => {
    const settings = readSettings(
      { PORT: '4000', HOST: '' },
      'PORT: 3100\nHOST: 127.0.0.1\nALLOW_PRIVATE_PARTNERS: true',
    )
    expect(settings).toMatchObject({ port: 4000, host: '127.0.0.1', allowPrivatePartners: true })
  })

  it('name parties with their roles, as text or as a list', () => {
    const party = (partyId: string, roles: string[], name: string) => ({
      countryCode: 'NL',
      partyId,
      roles,
      businessDetails: { name },
    })
    expect(readSettings({ PARTIES: 'nl-abc:CPO, NL-XYZ:CPO+EMSP' }).parties).toEqual([
      party('ABC', ['CPO'], 'NL-ABC'),
      party('XYZ', ['CPO', 'EMSP'], 'NL-XYZ'),
    ])
    const yaml = 'PARTIES:\n  - NL-ABC:CPO\n  - { party: NL-XYZ, roles: [CPO, EMSP], name: Xyz Energy }'
    expect(readSettings({}, yaml).parties).toEqual([
      party('ABC', ['CPO'], 'NL-ABC'),
      party('XYZ', ['CPO', 'EMSP'], 'Xyz Energy'),
    ])
  })

  it('that are wrong are all named, with what would be right', () => {
    const faults = faultsOf({ PORT: '70000', LOG_LEVEL: 'loud', PARTIES: 'NL-ABC:CBO', PUBLIC_URL: 'ocpi.example.com' })
    expect(faults).toEqual([
      'PORT is not a port from 0 to 65535',
      'PUBLIC_URL is not an absolute URL without query, such as https://ocpi.example.com',
      'PARTIES gives NL-ABC no role we know; CPO, EMSP, HUB, NSP, NAP, SCSP, PTP, OTHER are',
      'LOG_LEVEL is none of silent, fatal, error, warn, info, debug, trace',
    ])
  })

  it('that do not exist are refused in yaml, with the nearest name', () => {
    expect(faultsOf({}, 'PROT: 3000')).toEqual(['PROT is no setting; PORT may be meant'])
    expect(faultsOf({}, 'public-url: https://a.example')).toEqual(['public-url is no setting; PUBLIC_URL may be meant'])
    expect(faultsOf({}, 'SOMETHING_ELSE_ENTIRELY: 1')[0]).toContain('is no setting; the settings are PORT, HOST')
  })

  it('cannot be read from a file that is no yaml', () => {
    expect(faultsOf({}, 'PORT: [3000')).toEqual([expect.stringContaining('interchange.yaml is no YAML')])
    expect(faultsOf({}, '- PORT')).toEqual([expect.stringContaining('holds no settings')])
  })

  it('demand SECRET_KEY with DATABASE_URL, and never repeat a secret', () => {
    expect(faultsOf({ DATABASE_URL: 'postgres://a@b/c' })).toEqual([expect.stringContaining('SECRET_KEY is missing')])
    expect(faultsOf({ DATABASE_URL: 'postgres://a@b/c', SECRET_KEY: '0123456789abcdef' })).toEqual([])
    expect(faultsOf({ SECRET_KEY: 'shrt', API_KEY: 'with space' }).join()).not.toMatch(/shrt|with space/)
  })

  it('print their own reference', () => {
    const reference = settingsReference()
    expect(reference).toContain('| `PORT` | `3000` | Port to listen on')
    expect(reference.split('\n').length).toBeGreaterThan(20)
  })
})
