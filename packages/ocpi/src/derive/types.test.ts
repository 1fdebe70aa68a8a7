import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { closed, object, open } from '../define/object.ts'
import { ciString, int, key, many, maybe, one, some } from '../define/type.ts'
import { defineVersion, type Version } from '../define/version.ts'
import { v230 } from '../v2.3.0/index.ts'
import { versions } from '../versions.ts'
import { fake } from './fake.ts'
import { seeded } from './random.ts'
import { typesText } from './types.ts'

const root = new URL('../../../../', import.meta.url).pathname

/** What the compiler says about a file beside the types of a version; nothing when it is content. */
function compile(version: Version, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'types-'))
  try {
    writeFileSync(join(folder, 'types.ts'), typesText(version))
    writeFileSync(join(folder, 'use.ts'), `import type { Objects } from './types.ts'\n${text}`)
    const flags = [
      '--ignoreConfig',
      '--noEmit',
      '--strict',
      '--exactOptionalPropertyTypes',
      '--allowImportingTsExtensions',
    ]
    const modules = ['--module', 'nodenext', '--target', 'es2023', '--types', '']
    const compiler = join(root, 'node_modules/.bin/tsc')
    const { stdout } = spawnSync(compiler, [...flags, ...modules, join(folder, 'use.ts')], { encoding: 'utf8' })
    return stdout.trim()
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('generated types', () => {
  for (const version of versions) {
    test(`OCPI ${version.number}: made-up objects of every kind are of their type`, () => {
      const lines = Object.keys(version.objects).flatMap((name) =>
        [1, 2, 3, 4].map((seed) => {
          const minimal = seed === 4
          const made = JSON.stringify(fake(version, name, seeded(seed), { minimal }))
          return `export const ${name}${seed}: Objects['${name}'] = ${made}`
        }),
      )
      expect(compile(version, lines.join('\n'))).toBe('')
    })
  }

  test('refuse a missing field, a wrong type, a value outside of a closed enum, an unknown field of a literal', () => {
    const connector = JSON.stringify(fake(v230, 'Connector', seeded(1), { minimal: true }))
    const wrong = (change: string) =>
      `// @ts-expect-error\nexport const a${change.length}: Objects['Connector'] = { ...${connector}, ${change} }`
    const text = [
      wrong("format: 'PLUG'"),
      wrong('max_voltage: "230"'),
      wrong('tariff_ids: "1"'),
      wrong('terms_and_conditions: undefined'),
      wrong('id: null'),
      `export const open: Objects['Connector'] = { ...${connector}, standard: 'FOO_PLUG' }`,
      `// @ts-expect-error\nexport const none: Objects['GeoLocation'] = { latitude: '1' }`,
      `// @ts-expect-error\nexport const more: Objects['GeoLocation'] = { latitude: '1', longitude: '2', name: 'x' }`,
    ]
    expect(compile(v230, text.join('\n'))).toBe('')
  })

  test('say in words what the compiler cannot', () => {
    const version = defineVersion('9', [
      {
        objects: {
          Box: object('A box.', {
            id: key(ciString(36), { doc: 'Its */ name.' }),
            size: maybe(int(0, 5), { unit: 'cm', default: '1' }),
            colours: some('Colour', { doc: 'All.' }),
            notes: many('Note'),
            lid: one('Colour'),
          }),
        },
        enums: { Colour: closed('Its colour.', ['RED', 'BLUE']), Note: open('A note.', ['NEW']) },
      },
    ])
    expect(typesText(version)).toBe(`// Made by \`npm run generate\` from the definitions of OCPI 9; not to be edited.

/** A box. */
export interface Box {
  /** Its *\\/ name. CiString(36). */
  id: string
  /** In cm. Absent: \`1\`. int from 0 to 5. */
  size?: number
  /** All. At least one. */
  colours: Colour[]
  notes?: Note[]
  lid: Colour
}

/** Its colour. */
export type Colour =
  | 'RED'
  | 'BLUE'

/** A note. Others may be used. */
export type Note =
  | 'NEW'
  | (string & {})

/** Every object by its name. */
export interface Objects {
  Box: Box
}

/** Every enum by its name. */
export interface Enums {
  Colour: Colour
  Note: Note
}
`)
  })
})
