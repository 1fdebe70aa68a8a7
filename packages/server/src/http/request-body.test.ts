import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { RequestBody } from './request-body.ts'

const textOf = (chunks: readonly Uint8Array[] | undefined) => chunks && Buffer.concat(chunks).toString()

describe('the body of a request', () => {
  it('is given as a whole', async () => {
    const body = new RequestBody(Readable.from([Buffer.from('ab'), Buffer.from('cd')]))
    expect(textOf(await body.whole(4))).toBe('abcd')
  })

  it('is not read further than its limit, and its stream stays whole', async () => {
    const stream = Readable.from([Buffer.from('ab'), Buffer.from('cd'), Buffer.from('ef')])
    expect(await new RequestBody(stream).whole(3)).toBeUndefined()
    expect(stream.destroyed).toBe(false)
    const rest: Uint8Array[] = []
    for await (const chunk of stream) rest.push(chunk as Uint8Array)
    expect(textOf(rest)).toBe('ef')
  })

  it('breaks off with its connection, before and while it is read', async () => {
    const broken = new Readable({ read() {} })
    const reading = new RequestBody(broken).whole(10)
    broken.push(Buffer.from('a'))
    broken.destroy()
    await expect(reading).rejects.toThrow('broke off')
    await expect(new RequestBody(broken).whole(10)).rejects.toThrow('broke off')
  })

  it('is read piece by piece, and may be left early', async () => {
    const stream = Readable.from([Buffer.from('ab'), Buffer.from('cd')])
    for await (const chunk of new RequestBody(stream)) {
      expect(textOf([chunk])).toBe('ab')
      break
    }
    expect(stream.destroyed).toBe(false)
  })
})
