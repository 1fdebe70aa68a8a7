import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createSecrets, hashToken, keyBesideData, newToken } from './secrets.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

describe('tokens', () => {
  it('R-AUTH-09 that we make are printable, without spaces, at most 64 characters, and all different', () => {
    const tokens = Array.from({ length: 200 }, newToken)
    expect(new Set(tokens).size).toBe(200)
    for (const token of tokens) expect(token).toMatch(/^[\x21-\x7e]{40,64}$/)
  })

  it('are known by a hash', () => {
    expect(hashToken('a')).toBe('ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb')
  })
})

describe('what is sealed', () => {
  const secrets = createSecrets('a key of sixteen')

  it('opens for its purpose only, and looks different each time', () => {
    const sealed = secrets.seal('token', 'tökén')
    expect(secrets.open('token', sealed)).toBe('tökén')
    expect(secrets.open('link', sealed)).toBeUndefined()
    expect(secrets.seal('token', 'tökén')).not.toBe(sealed)
    expect(sealed).not.toContain(Buffer.from('tökén').toString('base64url'))
  })

  it('does not open when any character of it was changed, or when it is cut', () => {
    const sealed = secrets.seal('token', 'text')
    for (let at = 0; at < sealed.length; at += 5) {
      const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`
      expect(secrets.open('token', changed)).toBeUndefined()
    }
    for (const cut of ['', 'x', sealed.slice(0, 20), sealed.slice(0, -2)]) {
      expect(secrets.open('token', cut)).toBeUndefined()
    }
  })

  it('with the old key opens while that is named, and is told apart', () => {
    const sealed = secrets.seal('token', 'text')
    const changing = createSecrets('a newer key of ours', 'a key of sixteen')
    expect(changing.open('token', sealed)).toBe('text')
    expect(changing.isOld('token', sealed)).toBe(true)
    expect(changing.isOld('token', changing.seal('token', 'text'))).toBe(false)
    expect(createSecrets('a newer key of ours').open('token', sealed)).toBeUndefined()
  })
})

describe('the key beside the data', () => {
  const folder = async () => {
    const made = await mkdtemp(join(tmpdir(), 'interchange-key-'))
    folders.push(made)
    return made
  }

  it('is made once, for the owner only, and read from then on', async () => {
    const data = join(await folder(), 'data')
    const made = await keyBesideData(data)
    expect(made.length).toBeGreaterThan(40)
    expect((await stat(join(data, 'secret.key'))).mode & 0o777).toBe(0o600)
    expect(await keyBesideData(data)).toBe(made)
    expect(await readFile(join(data, 'secret.key'), 'utf8')).toBe(`${made}\n`)
  })

  it('that is damaged stops the start instead of being replaced', async () => {
    const data = await folder()
    await writeFile(join(data, 'secret.key'), 'short\n')
    await expect(keyBesideData(data)).rejects.toThrow('secret.key is damaged')
  })

  it('of a database in memory lives as long as that', async () => {
    expect(await keyBesideData('memory://')).not.toBe(await keyBesideData('memory://'))
  })
})
