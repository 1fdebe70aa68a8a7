import { describe, expect, it } from 'vitest'
import { get, module } from '../define/endpoint.ts'
import { change, changeEnum, closed, object, open } from '../define/object.ts'
import {
  boolean,
  ciString,
  dateTime,
  type Field,
  int,
  key,
  many,
  maybe,
  number,
  one,
  pattern,
  some,
  string,
  timeZone,
  url,
} from '../define/type.ts'
import { type Chapter, defineVersion, type Version } from '../define/version.ts'
import { defineConversion } from './define.ts'
import { type ConversionRules, joinRules, renamed } from './rules.ts'

const base: Chapter = {
  objects: {
    Box: object('', {
      id: key(ciString(36)),
      size: one(int(0, 10)),
      colour: maybe('Colour'),
      items: many('Item'),
      lid: maybe('Lid'),
    }),
    Item: object('', { name: one(string(10)), colours: some('Colour') }),
    Lid: object('', { on: one(boolean) }),
  },
  enums: { Colour: closed('', ['RED', 'BLUE']) },
}

const older = defineVersion('1', [base])
const newer = (chapter: Chapter): Version => defineVersion('2', [chapter], older)

/** The next version, in which fields of the only object have other types. */
const newer1 = (replace: Readonly<Record<string, Field>>, from: Version): Version =>
  defineVersion('2', [{ objects: { Box: change({ replace }) } }], from)

/** What the error names, without its first line. */
function missing(from: Version, to: Version, rules: ConversionRules = {}): string[] {
  try {
    defineConversion(from, to, rules)
    return []
  } catch (error) {
    const [first, ...rest] = (error as Error).message.split('\n')
    expect(first).toBe(`The conversion from OCPI ${from.number} to ${to.number} is not whole:`)
    return rest.map((line) => line.trim())
  }
}

describe('defineConversion', () => {
  it('needs no rules when nothing changed', () => {
    expect(missing(older, newer({}))).toEqual([])
  })

  it('names a required field that copying cannot fill', () => {
    const to = newer({ objects: { Box: change({ add: { weight: one(number()) } }) } })
    expect(missing(older, to)).toEqual([
      'Box.weight: required in the target, absent in the source; a rule has to make it',
    ])
    expect(
      missing(older, to, { objects: { Box: { make: [{ from: [], to: ['weight'], by: () => ({ weight: 0 }) }] } } }),
    ).toEqual([])
    expect(missing(older, newer({ objects: { Box: change({ add: { weight: maybe(number()) } }) } }))).toEqual([])
  })

  it('names a field the target has no place for', () => {
    const to = newer({ objects: { Box: change({ remove: ['lid'] }) } })
    expect(missing(older, to)).toEqual(['Box.lid: the target has no such field; drop it or make something of it'])
    expect(missing(older, to, { objects: { Box: { drop: { lid: 'boxes are open' } } } })).toEqual([])
  })

  it.each([
    [
      'optional became required',
      { lid: one('Lid') },
      'Box.lid: required in the target, optional in the source; a rule has to make it',
    ],
    ['a list became one', { items: maybe('Item') }, 'Box.items: a list on one side only; a rule has to make it'],
    [
      'a list has to hold something',
      { items: some('Item') },
      'Box.items: required in the target, optional in the source; a rule has to make it',
    ],
    ['an object became another', { lid: maybe('Item') }, 'Box.lid: another type in the target; a rule has to make it'],
    ['a number became a text', { size: one(string()) }, 'Box.size: another type in the target; a rule has to make it'],
    ['a smaller number', { size: one(int(0, 9)) }, 'Box.size: at most 9 in the target; a rule has to make it'],
    ['a larger number', { size: one(int(1, 10)) }, 'Box.size: at least 1 in the target; a rule has to make it'],
    ['a shorter text', { id: key(ciString(35)) }, 'Box.id: at most 35 in the target; a rule has to make it'],
    ['a text of another kind', { id: key(url) }, 'Box.id: another type in the target; a rule has to make it'],
    ['a text became a number', { id: key(number()) }, 'Box.id: another type in the target; a rule has to make it'],
    [
      'an enum became a text',
      { colour: maybe(string()) },
      'Box.colour: another type in the target; a rule has to make it',
    ],
    ['a text became an enum', { id: key('Colour') }, 'Box.id: another type in the target; a rule has to make it'],
    [
      'a pattern',
      { id: key(pattern(/^A/, 'an A', 36)) },
      'Box.id: has to be an A in the target; a rule has to make it',
    ],
    [
      'another unit',
      { size: one(int(0, 10), { unit: 'Wh' }) },
      'Box.size: the unit changed from none to Wh; a rule has to make it',
    ],
  ])('names a field whose type changed: %s', (_what, replace, problem) => {
    expect(missing(older, newer({ objects: { Box: change({ replace }) } }))).toEqual([problem])
  })

  it.each([
    ['a whole number to a number', { size: one(number(0, 10)) }],
    ['an identifier to a longer text', { id: key(string(39)) }],
    ['required to optional', { size: maybe(int(0, 10)) }],
    ['a wider range', { size: one(int(-1, 11)) }],
  ])('copies %s', (_what, replace) => {
    expect(missing(older, newer({ objects: { Box: change({ replace }) } }))).toEqual([])
  })

  it.each([
    ['a URL', url, 255],
    ['a DateTime', dateTime, 25],
    ['an identifier', ciString(36), 36],
  ])('copies %s to a text that is long enough', (_what, type, length) => {
    const from = defineVersion('1', [{ objects: { Box: object('', { a: one(type) }) } }])
    const to = (max?: number) => newer1({ a: one(string(max)) }, from)
    expect(missing(from, to())).toEqual([])
    expect(missing(from, to(length))).toEqual([])
    expect(missing(from, to(length - 1))).toEqual([`Box.a: at most ${length - 1} in the target; a rule has to make it`])
  })

  it('what has no limit in the source needs one as little in the target', () => {
    const from = defineVersion('1', [{ objects: { Box: object('', { a: one(number()), b: one(string()) }) } }])
    expect(missing(from, newer1({ a: one(number()) }, from))).toEqual([])
    expect(missing(from, newer1({ a: one(number(0)) }, from))).toEqual([
      'Box.a: at least 0 in the target; a rule has to make it',
    ])
    expect(missing(from, newer1({ a: one(number(undefined, 9)) }, from))).toEqual([
      'Box.a: at most 9 in the target; a rule has to make it',
    ])
    expect(missing(from, newer1({ b: one(timeZone) }, from))).toEqual([
      'Box.b: another type in the target; a rule has to make it',
    ])
  })

  it('names values that the closed enum of the target lacks', () => {
    const to = newer({ enums: { Colour: changeEnum({ remove: ['BLUE'] }) } })
    expect(missing(older, to)).toEqual(['Colour: the target lacks BLUE; an enum rule is missing'])
    expect(missing(older, to, { enums: { Colour: { map: { RED: 'RED' }, why: 'x' } } })).toEqual([
      'Colour: the rule says nothing about BLUE',
    ])
    expect(missing(older, to, { enums: { Colour: { otherwise: 'GREEN', why: 'x' } } })).toEqual([
      'Colour: the target has no GREEN either',
    ])
    expect(missing(older, to, { enums: { Colour: { otherwise: null, why: 'x' } } })).toEqual([])
  })

  it('asks for a rule where an open enum meets a closed one, and for none the other way', () => {
    const to = newer({ enums: { Colour: changeEnum({ open: true }) } })
    expect(missing(older, to)).toEqual([])
    expect(missing(to, older)).toEqual(['Colour: the target takes no other values; an enum rule is missing'])
    expect(missing(to, older, { enums: { Colour: { map: {}, why: 'x' } } })).toEqual([
      'Colour: the rule says nothing about values outside of the list',
    ])
  })

  it('names what partners send and the target does not have', () => {
    const added: Chapter = {
      objects: { Crate: object('', { id: key(ciString(36)) }) },
      modules: [module('crates', 'functional', '', { SENDER: [get('getCrate', '{id}', 'Crate', '')] })],
    }
    expect(missing(newer(added), older)).toEqual(['Crate: the target does not have it; declare it gone'])
    const conversion = defineConversion(newer(added), older, { gone: { Crate: 'version 1 has no crates' } })
    expect(conversion.convert('Crate', { id: '1' })).toMatchObject({
      object: undefined,
      losses: [{ path: '', why: 'version 1 has no crates' }],
    })
  })

  it('names all that is missing at once', () => {
    const to = newer({
      objects: { Box: change({ remove: ['lid'] }), Item: change({ add: { price: one(number()) } }) },
      enums: { Colour: changeEnum({ remove: ['RED'] }) },
    })
    expect(missing(older, to)).toHaveLength(3)
  })

  it('names rules that speak of what is not there', () => {
    const by = () => ({})
    expect(
      missing(older, newer({}), {
        objects: {
          Bag: {},
          Box: {
            drop: { lip: 'x' },
            make: [
              { from: ['sice'], to: ['lod'], by },
              { from: [], to: ['lid'], by },
              { from: [], to: ['lid'], by },
            ],
            values: { size: { otherwise: null, why: 'x' }, colour: { otherwise: null, why: 'x' } },
          },
        },
        enums: { Color: { otherwise: null, why: 'x' }, Colour: { otherwise: null, why: 'x' } },
        gone: { Box: 'x' },
      }),
    ).toEqual([
      'Colour: has a rule, but the target knows every value',
      'Color: has an enum rule, but is not an enum of both versions',
      'Box.lip: dropped, but the source has no such field',
      'Box.sice: something is made from it, but Box has no such field',
      'Box.lod: is made, but the target has no such field',
      'Box.lid: is made twice',
      'Box.size: has an enum rule, but holds no enum of both versions',
      'Box.colour: has a rule, but the target knows every value',
      'Bag: has a rule, but is not an object of both versions',
      'Box: declared gone without need',
    ])
  })

  it('does not let a required field be dropped', () => {
    expect(missing(older, newer({}), { objects: { Box: { drop: { size: 'x' } } } })).toEqual([
      'Box.size: dropped, but required in the target',
    ])
  })
})

describe('a conversion', () => {
  const open2 = newer({ enums: { Colour: changeEnum({ open: true, add: ['GREEN'] }) } })
  const down = defineConversion(open2, older, {
    enums: { Colour: { map: { GREEN: 'BLUE' }, otherwise: null, why: 'no such colour' } },
  })

  it('maps, leaves out, and says so with the place in the source', () => {
    const box = {
      id: '1',
      size: 1,
      colour: 'PINK',
      items: [
        { name: 'a', colours: ['PINK', 'RED', 'GREEN'] },
        { name: 'b', colours: ['RED'] },
      ],
    }
    expect(down.convert('Box', box)).toMatchObject({
      object: {
        id: '1',
        size: 1,
        items: [
          { name: 'a', colours: ['RED', 'BLUE'] },
          { name: 'b', colours: ['RED'] },
        ],
      },
      losses: [
        { path: '/colour', why: 'no such colour; left out' },
        { path: '/items/0/colours/0', why: 'no such colour; left out' },
        { path: '/items/0/colours/2', why: 'no such colour; BLUE stands for it' },
      ],
    })
  })

  it('keeps what did not change by reference, and never touches the source', () => {
    const lid = { on: true, extra: [1] }
    const second = { name: 'b', colours: ['RED'] }
    const box = Object.freeze({
      id: '1',
      size: 1,
      lid,
      items: Object.freeze([Object.freeze({ name: 'a', colours: ['GREEN'] }), second]),
    })
    const { object } = down.convert('Box', box) as { object: typeof box }
    expect(object).not.toBe(box)
    expect(object.lid).toBe(lid)
    expect(object.items[1]).toBe(second)
    const same = { id: '1', size: 1, colour: 'RED', items: [second] }
    expect(down.convert('Box', same).object).toBe(same)
  })

  it('leaves out the smallest part that can go: the item whose last required value went', () => {
    const box = {
      id: '1',
      size: 1,
      items: [
        { name: 'a', colours: ['PINK'] },
        { name: 'b', colours: ['RED'] },
      ],
    }
    expect(down.convert('Box', box)).toMatchObject({
      object: { items: [{ name: 'b' }] },
      losses: [
        { path: '/items/0/colours/0', why: 'no such colour; left out' },
        { path: '/items/0/colours', why: 'nothing in it can be kept; left out' },
        { path: '/items/0', why: 'Item cannot do without colours; left out' },
      ],
    })
    expect(down.convert('Item', { name: 'a', colours: ['PINK'] }).object).toBeUndefined()
    expect(down.convert('Box', { id: '1', size: 1, items: [{ name: 'a', colours: ['PINK'] }] }).object).toEqual({
      id: '1',
      size: 1,
      items: [],
    })
  })

  it('converts a bare enum value', () => {
    expect(down.convert('Colour', 'GREEN')).toMatchObject({ object: 'BLUE', losses: [{ path: '' }] })
    expect(down.convert('Colour', 'PINK')).toMatchObject({ object: undefined, losses: [{ path: '' }] })
    expect(down.convert('Colour', 'RED')).toMatchObject({ object: 'RED', losses: [] })
  })

  it('hands through what is not valid in the source, null and absent values', () => {
    const odd = { id: 7, size: null, colour: null, items: 'none', lid: [] }
    expect(down.convert('Box', odd).object).toBe(odd)
    expect(down.convert('Box', { items: [null, 'x'] }).object).toEqual({ items: [null, 'x'] })
  })

  it('does not know other names', () => {
    expect(() => down.convert('Bag', {})).toThrow('OCPI 2 has no Bag')
  })

  it('escapes names in pointers (RFC 6901)', () => {
    const to = defineVersion('2', [{ objects: { A: object('', {}) } }])
    const from = defineVersion('1', [{ objects: { A: object('', { 'a/b~c': maybe(boolean) }) } }])
    const conversion = defineConversion(from, to, { objects: { A: { drop: { 'a/b~c': 'gone' } } } })
    expect(conversion.convert('A', { 'a/b~c': true }).losses).toEqual([{ path: '/a~1b~0c', why: 'gone; left out' }])
    expect(conversion.convert('A', { 'a/b~c': null })).toMatchObject({ object: {}, losses: [] })
  })

  describe("a field of the sender's own whose name the target knows", () => {
    const to = newer({ objects: { Box: change({ add: { weight: maybe(number()), label: maybe('Item') } }) } })
    const up = defineConversion(older, to, {})

    it('stays when it is valid there', () => {
      const box = { id: '1', size: 1, weight: 2.5, label: { name: 'a', colours: ['RED'] } }
      expect(up.convert('Box', box)).toMatchObject({ object: box, losses: [] })
    })

    it('goes, with a loss, when it is not', () => {
      expect(up.convert('Box', { id: '1', size: 1, weight: 'heavy', label: { name: 'a' } })).toMatchObject({
        object: { id: '1', size: 1 },
        losses: [
          { path: '/weight', why: 'means something else in OCPI 2; left out' },
          { path: '/label', why: 'means something else in OCPI 2; left out' },
        ],
      })
    })

    it('stays when it only is what the target has not heard of', () => {
      const opened = newer({
        objects: { Lid: change({ add: { tint: maybe('Tint') } }) },
        enums: { Tint: open('', ['LIGHT']) },
      })
      const lid = { on: true, tint: 'DARK' }
      expect(defineConversion(older, opened, {}).convert('Lid', lid)).toMatchObject({ object: lid, losses: [] })
    })

    it('goes when something inside of it is wrong, whatever else is', () => {
      const label = { name: 'a', colours: ['RED', 7] }
      expect(up.convert('Box', { id: '1', size: 'big', label, weight: 1 })).toMatchObject({
        object: { id: '1', size: 'big', weight: 1 },
        losses: [{ path: '/label', why: 'means something else in OCPI 2; left out' }],
      })
    })

    it('is replaced, with a loss, by what a rule makes', () => {
      const required = newer({ objects: { Box: change({ add: { weight: one(number()) } }) } })
      const made = defineConversion(older, required, {
        objects: { Box: { make: [{ from: ['size'], to: ['weight'], by: ({ size }) => ({ weight: size }) }] } },
      })
      expect(made.convert('Box', { id: '1', size: 1, weight: 9 })).toMatchObject({
        object: { weight: 1 },
        losses: [{ path: '/weight', why: 'means something else in OCPI 2; replaced' }],
      })
      const same = { id: '1', size: 1, weight: 1 }
      expect(made.convert('Box', same)).toMatchObject({ object: same, losses: [] })
    })

    it('stays when a rule makes nothing, or has nothing to make it from', () => {
      const made = defineConversion(older, to, {
        objects: { Box: { make: [{ from: ['colour'], to: ['weight'], by: () => ({}) }] } },
      })
      for (const box of [
        { id: '1', weight: 2 },
        { id: '1', weight: 2, colour: 'RED' },
      ]) {
        expect(made.convert('Box', box)).toMatchObject({ object: { id: '1', weight: 2 }, losses: [] })
      }
      expect(made.convert('Box', { colour: 'RED', weight: 'heavy' })).toMatchObject({
        object: { colour: 'RED' },
        losses: [{ path: '/weight' }],
      })
    })
  })

  it('removes what a rule would make anew, when it makes nothing or has nothing to make it from', () => {
    const remade = defineConversion(older, newer({}), {
      objects: { Box: { make: [{ from: ['lid', 'colour'], to: ['lid'], by: () => ({}) }] } },
    })
    const own = { id: '1', other: 2 }
    expect(remade.convert('Box', own).object).toBe(own)
    expect(remade.convert('Box', { id: '1', lid: null })).toMatchObject({ object: { id: '1' }, losses: [] })
    expect(remade.convert('Box', { id: '1', lid: null }).object).not.toHaveProperty('lid')
    expect(remade.convert('Box', { id: '1', lid: { on: true } }).object).toEqual({ id: '1' })
  })

  it('leaves out an object when a rule cannot make what it needs, but not what came without it', () => {
    const to = newer({ objects: { Lid: change({ add: { tight: one(boolean) } }) } })
    const up = defineConversion(older, to, {
      objects: { Lid: { make: [{ from: ['on'], to: ['tight'], by: () => ({}) }] } },
    })
    expect(up.convert('Box', { id: '1', size: 1, lid: { on: true } })).toMatchObject({
      object: { id: '1', size: 1 },
      losses: [{ path: '/lid', why: 'Lid cannot do without tight; left out' }],
    })
    expect(up.convert('Box', { id: '1', size: 1, lid: { on: true } }).object).toEqual({ id: '1', size: 1 })
    expect(up.convert('Box', { id: '1', size: 1, lid: {} })).toMatchObject({ object: { lid: {} }, losses: [] })
  })

  it('a source that lacks one of several things to make something from is not made worse', () => {
    const to = newer({ objects: { Box: change({ add: { weight: one(number()) } }) } })
    const up = defineConversion(older, to, {
      objects: { Box: { make: [{ from: ['id', 'size'], to: ['weight'], by: () => ({}) }] } },
    })
    expect(up.convert('Box', { id: '1', size: 1 }).object).toBeUndefined()
    for (const box of [{ id: '1' }, { size: 1 }]) expect(up.convert('Box', box).object).toEqual(box)
  })
})

describe('rules', () => {
  it('renames a field and converts what it holds', () => {
    const to = defineVersion('2', [
      { objects: { Box: object('', { hue: maybe('Colour') }) }, enums: { Colour: closed('', ['RED']) } },
    ])
    const from = defineVersion('1', [
      { objects: { Box: object('', { colour: maybe('Colour') }) }, enums: { Colour: open('', ['RED']) } },
    ])
    const conversion = defineConversion(from, to, {
      objects: { Box: { make: [renamed('colour', 'hue')] } },
      enums: { Colour: { otherwise: null, why: 'no such colour' } },
    })
    expect(conversion.convert('Box', { colour: 'RED', own: 1 }).object).toEqual({ hue: 'RED', own: 1 })
    expect(conversion.convert('Box', { colour: 'PINK' })).toMatchObject({
      object: {},
      losses: [{ path: '/colour', why: 'no such colour; left out' }],
    })
    expect(conversion.convert('Box', { colour: 'PINK' }).object).toEqual({})
  })

  it('renames a field that is copied as it is', () => {
    const versionWith = (number: string, field: string) =>
      defineVersion(number, [{ objects: { Box: object('', { [field]: maybe(string()) }) } }])
    const conversion = defineConversion(versionWith('1', 'name'), versionWith('2', 'title'), {
      objects: { Box: { make: [renamed('name', 'title')] } },
    })
    expect(conversion.convert('Box', { name: 'a' })).toMatchObject({ object: { title: 'a' }, losses: [] })
    expect(conversion.convert('Box', { name: 'a' }).object).toEqual({ title: 'a' })
    expect(conversion.convert('Box', { name: null }).object).not.toHaveProperty('title')
  })

  it('joins chapters and refuses two rules for one name', () => {
    expect(joinRules([{ objects: { A: {} } }, { objects: { B: {} }, gone: { C: 'x' } }])).toEqual({
      objects: { A: {}, B: {} },
      enums: {},
      gone: { C: 'x' },
    })
    expect(() => joinRules([{ objects: { A: {} } }, { objects: { A: {} } }])).toThrow(
      'two chapters have a conversion rule for A',
    )
  })
})
