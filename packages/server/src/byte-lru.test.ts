import { describe, expect, it } from 'vitest'
import { ByteLru } from './byte-lru.ts'

describe('a cache of texts', () => {
  it('drops what was not used for longest and never holds more than it may', () => {
    const cache = new ByteLru(100)
    cache.set('a', 'x'.repeat(20))
    cache.set('b', 'y'.repeat(20))
    expect(cache.get('a')).toBe('x'.repeat(20))
    cache.set('c', 'z'.repeat(20))
    expect([cache.get('b'), cache.get('a') !== undefined, cache.get('c') !== undefined]).toEqual([
      undefined,
      true,
      true,
    ])
    cache.set('d', 'w'.repeat(200))
    expect(cache.get('d')).toBeUndefined()
    expect(cache.bytes).toBe(0)
    cache.set('e', 'v')
    cache.set('e', 'vv')
    expect(cache.bytes).toBe(6)
  })
})
