import { describe, expect, it } from 'vitest'
import { change, changeEnum, closed, object, open } from '../define/object.ts'
import { ciString, key, many, maybe, one, some, string } from '../define/type.ts'
import { type Chapter, defineVersion } from '../define/version.ts'
import { v221 } from '../v2.2.1/index.ts'
import { v230 } from '../v2.3.0/index.ts'
import { versions } from '../versions.ts'
import { conversions, convert, convertThrough } from './chain.ts'
import { defineConversion } from './define.ts'
import { renamed } from './rules.ts'

describe('convert', () => {
  it('takes versions by number or as they are defined', () => {
    const token = { type: 'EMAID' }
    expect(convert(v230, '2.2.1', 'Token', token)).toEqual(convert('2.3.0', v221, 'Token', token))
  })

  it('changes nothing between a version and itself', () => {
    const token = { type: 'EMAID' }
    expect(convert(v230, v230, 'Token', token)).toEqual({ object: token, losses: [] })
    expect(convert(v230, v230, 'Token', token).object).toBe(token)
  })

  it('names the versions there are when one is not known', () => {
    expect(() => convert('2.4', v230, 'Token', {})).toThrow('OCPI 2.4 is not known here; 2.2.1, 2.3.0 are')
    expect(() => convert(v230, { ...v221 }, 'Token', {})).toThrow('OCPI 2.2.1 is not known here')
  })

  it('has both directions between each two neighbours', () => {
    expect(conversions.map(({ up }) => [up.from, up.to])).toEqual(versions.slice(1).map((to, at) => [versions[at], to]))
    expect(conversions.map(({ down }) => [down.to, down.from])).toEqual(
      versions.slice(1).map((to, at) => [versions[at], to]),
    )
  })
})

describe('a chain of conversions', () => {
  const colours = { enums: { Colour: closed('', ['RED', 'BLUE']) } }
  const first = defineVersion('1', [
    {
      objects: {
        Box: object('', { id: key(ciString(9)), parts: many('Part') }),
        Part: object('', { hue: one('Colour') }),
      },
    },
    { enums: { Colour: closed('', ['RED']) } },
  ])
  const second = defineVersion('2', [
    {
      objects: {
        Box: object('', { id: key(ciString(9)), items: many('Item') }),
        Item: object('', { colours: some('Colour') }),
      },
    },
    colours,
  ])
  const third = defineVersion(
    '3',
    [
      { objects: { Item: change({ add: { note: maybe(string()) } }) }, enums: { Colour: changeEnum({ open: true }) } },
      { objects: { Bag: object('', {}) }, enums: { Knot: open('', []) } },
    ],
    second,
  )
  const thirdToSecond = defineConversion(third, second, {
    objects: { Item: { drop: { note: 'no notes in 2' } } },
    enums: { Colour: { otherwise: null, why: 'not in 2' } },
  })
  const secondToFirst = defineConversion(second, first, {
    objects: {
      Box: {
        make: [
          {
            from: ['items'],
            to: ['parts'],
            by: ({ items }, making) => {
              const list = items as { colours: string[] }[]
              list.forEach(({ colours: [hue] }, index) => {
                if (hue === 'BLUE') making.lose(`/items/${index}/colours/0`, 'not in 1')
              })
              return { parts: list.map(() => ({ hue: 'RED' })) }
            },
          },
        ],
      },
    },
    enums: { Colour: { otherwise: 'RED', why: 'not in 1' } },
  })
  const steps = [thirdToSecond, secondToFirst]

  it('reports losses of later steps with the place in the object as it came', () => {
    const box = { id: '1', items: [{ colours: ['PINK'] }, { colours: ['PINK', 'BLUE'], note: 'x' }] }
    expect(convertThrough(steps, 'Box', box)).toEqual({
      object: { id: '1', parts: [{ hue: 'RED' }] },
      losses: [
        { path: '/items/0/colours/0', why: 'not in 2; left out' },
        { path: '/items/0/colours', why: 'nothing in it can be kept; left out' },
        { path: '/items/0', why: 'Item cannot do without colours; left out' },
        { path: '/items/1/colours/0', why: 'not in 2; left out' },
        { path: '/items/1/note', why: 'no notes in 2; left out' },
        { path: '/items/1/colours/1', why: 'not in 1' },
      ],
    })
  })

  it('knows the old name of a field that a step renamed', () => {
    const a = defineVersion('1', [
      { objects: { Box: object('', { old: many('Item') }), Item: object('', { hue: maybe('Colour') }) } },
      colours,
    ])
    const b = defineVersion('2', [
      { objects: { Box: object('', { next: many('Item') }), Item: object('', { hue: maybe('Colour') }) } },
      colours,
    ])
    const c = defineVersion('3', [
      { objects: { Box: object('', { next: many('Item') }), Item: object('', { hue: maybe('Colour') }) } },
      { enums: { Colour: closed('', ['BLUE']) } },
    ])
    const chain = [
      defineConversion(a, b, { objects: { Box: { make: [renamed('old', 'next')] } } }),
      defineConversion(b, c, { enums: { Colour: { otherwise: null, why: 'not in 3' } } }),
    ]
    expect(convertThrough(chain, 'Box', { old: [{ hue: 'BLUE' }, { hue: 'RED' }] })).toEqual({
      object: { next: [{ hue: 'BLUE' }, {}] },
      losses: [{ path: '/old/1/hue', why: 'not in 3; left out' }],
    })
  })

  it('knows old names and places inside of lists that a step shortened', () => {
    const hue = (field: string) => ({
      objects: {
        Box: object('', { items: many('Item'), lid: maybe('Item') }),
        Item: object('', { [field]: maybe('Colour'), size: one('Size') }),
      },
    })
    const sizes = (...values: string[]): Chapter => ({ enums: { Size: closed('', values) } })
    const a = defineVersion('1', [hue('old'), colours, sizes('S', 'L')])
    const b = defineVersion('2', [hue('next'), colours, sizes('S')])
    const c = defineVersion('3', [hue('next'), { enums: { Colour: closed('', ['BLUE']) } }, sizes('S')])
    const chain = [
      defineConversion(a, b, {
        objects: { Item: { make: [renamed('old', 'next')] } },
        enums: { Size: { otherwise: null, why: 'not in 2' } },
      }),
      defineConversion(b, c, { enums: { Colour: { otherwise: null, why: 'not in 3' } } }),
    ]
    const items = Array.from({ length: 14 }, (_, at) => ({ size: at === 0 ? 'L' : 'S', old: at < 12 ? 'BLUE' : 'RED' }))
    const { losses } = convertThrough(chain, 'Box', { items, lid: { size: 'S', old: 'RED' }, own7: 1 })
    expect(losses.filter(({ why }) => why.startsWith('not in 3')).map(({ path }) => path)).toEqual([
      '/items/12/old',
      '/items/13/old',
      '/lid/old',
    ])
  })

  it('ends where the object cannot exist, with the losses so far', () => {
    expect(convertThrough(steps, 'Item', { colours: ['PINK'] })).toMatchObject({ object: undefined })
    expect(convertThrough(steps, 'Bag', {})).toEqual({
      object: undefined,
      losses: [{ path: '', why: 'OCPI 2 has no Bag' }],
    })
    expect(convertThrough(steps, 'Knot', 'x').object).toBeUndefined()
  })

  it('says of a PATCH in any step that the whole object is needed', () => {
    expect(convertThrough(steps, 'Item', { colours: ['PINK'] }, { partial: true })).toMatchObject({
      object: undefined,
      needsFull: 'colours has no value the target knows, and a PATCH cannot remove it',
    })
  })
})
