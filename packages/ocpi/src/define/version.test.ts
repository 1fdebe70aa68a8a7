import { describe, expect, test } from 'vitest'
import { get, list, module } from './endpoint.ts'
import { change, changeEnum, closed, object } from './object.ts'
import { key, maybe, one, string } from './type.ts'
import { type Chapter, defineVersion } from './version.ts'

const base = defineVersion('1.0', [
  {
    objects: {
      Thing: object('A thing.', { id: key(string(36)), colour: one('Colour'), last_updated: key(string()) }),
      Box: object('Holds a thing.', { thing: one('Thing') }),
    },
    enums: { Colour: closed('Colours.', ['RED', 'GREEN']) },
    modules: [module('things', 'functional', 'Things.', { SENDER: [list('getThings', 'Thing', 'All things.')] })],
  },
])

const defining = (chapter: Chapter) => () => defineVersion('1.1', [chapter], base)

describe('a delta', () => {
  test('changes an object wherever it is held', () => {
    const next = defineVersion('1.1', [{ objects: { Thing: change({ add: { size: maybe(string(3)) } }) } }], base)
    expect(Object.keys(next.objects.Thing!.fields)).toEqual(['id', 'colour', 'size', 'last_updated'])
    expect(next.objects.Box).toBe(base.objects.Box)
    expect(next.objects.Thing!.identity).toEqual(['id'])
    expect(Object.keys(base.objects.Thing!.fields)).toEqual(['id', 'colour', 'last_updated'])
  })

  test('keeps the rules of the older version and adds its own', () => {
    const rule = (id: string) => ({ id, severity: 'note' as const, fields: ['id'], check: () => [] })
    const first = defineVersion('1.1', [{ objects: { Thing: change({ rules: [rule('A')] }) } }], base)
    const second = defineVersion('1.2', [{ objects: { Thing: change({ rules: [rule('B')] }) } }], first)
    expect(second.objects.Thing!.rules.map(({ id }) => id)).toEqual(['A', 'B'])
  })

  test('opens an enum, takes values away and adds some', () => {
    const next = defineVersion(
      '1.1',
      [{ enums: { Colour: changeEnum({ open: true, remove: ['RED'], add: ['BLUE'] }) } }],
      base,
    )
    expect(next.enums.Colour).toMatchObject({ open: true, values: ['GREEN', 'BLUE'] })
    expect(base.enums.Colour).toMatchObject({ open: false, values: ['RED', 'GREEN'] })
  })
})

describe('a wrong delta is refused with the name of what is wrong', () => {
  test.each<[string, Chapter, string]>([
    ['changes an unknown object', { objects: { Thimg: change({}) } }, 'Thimg is changed but'],
    ['changes an unknown enum', { enums: { Color: changeEnum({}) } }, 'Color is changed but'],
    ['removes an unknown field', { objects: { Thing: change({ remove: ['size'] }) } }, 'Thing: size is removed but'],
    [
      'replaces an unknown field',
      { objects: { Thing: change({ replace: { size: one(string()) } }) } },
      'Thing: size is replaced but',
    ],
    ['adds a known field', { objects: { Thing: change({ add: { id: one(string()) } }) } }, 'Thing: id is added but'],
    [
      'removes an unknown value',
      { enums: { Colour: changeEnum({ remove: ['PINK'] }) } },
      'Colour: PINK is removed but',
    ],
    ['adds a known value', { enums: { Colour: changeEnum({ add: ['RED'] }) } }, 'Colour: RED is added but'],
    ['states an object again', { objects: { Thing: object('A thing.', {}) } }, 'Thing is stated twice'],
    ['states an enum again', { enums: { Colour: closed('Colours.', ['RED']) } }, 'Colour is stated twice'],
    [
      'refers to an unknown name in a field',
      { objects: { Bag: object('A bag.', { thing: one('Thimg') }) } },
      'Bag.thing refers to Thimg',
    ],
    [
      'refers to an unknown name in an endpoint',
      { modules: [module('bags', 'functional', 'Bags.', { SENDER: [get('getBag', '{id}', 'Bag', 'A bag.')] })] },
      'bags SENDER getBag refers to Bag',
    ],
    [
      'refers to an unknown name in a query',
      {
        modules: [
          module('bags', 'functional', 'Bags.', {
            SENDER: [get('getBag', '', 'Box', 'A bag.', { query: { kind: maybe('Kind') } })],
          }),
        ],
      },
      'bags SENDER getBag.kind refers to Kind',
    ],
    [
      'names two handlers alike',
      {
        modules: [
          module('bags', 'functional', 'Bags.', {
            SENDER: [get('getBag', '', 'Box', 'A bag.'), get('getBag', '{id}', 'Box', 'A bag.')],
          }),
        ],
      },
      'bags SENDER getBag stands there twice',
    ],
    [
      'has a rule about an unknown field',
      {
        objects: {
          Bag: object('A bag.', {}, { rules: [{ id: 'X', severity: 'note', fields: ['size'], check: () => [] }] }),
        },
      },
      'Bag has a rule X about size',
    ],
    [
      'removes a field that a rule is about',
      {
        objects: {
          Thing: change({
            remove: ['colour'],
            rules: [{ id: 'X', severity: 'note', fields: ['colour'], check: () => [] }],
          }),
        },
      },
      'Thing has a rule X about colour',
    ],
    [
      'requires an unknown field of a PATCH',
      { objects: { Bag: object('A bag.', {}, { patchRequires: ['last_updated'] }) } },
      'a PATCH of Bag requires last_updated',
    ],
  ])('%s', (_what, chapter, message) => {
    expect(defining(chapter)).toThrow(message)
  })

  test('the message names the version, and every fault at once', () => {
    const chapter = { objects: { A: object('A.', { x: one('X') }), B: object('B.', { y: one('Y') }) } }
    expect(defining(chapter)).toThrow('OCPI 1.1: A.x refers to X; B.y refers to Y')
  })
})
