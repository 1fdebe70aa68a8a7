import { describe, expect, it } from 'vitest'
import { refusedAddress, refusedUrl } from './address-guard.ts'

const strict = { allowPrivate: false }
const open = { allowPrivate: true }

describe('addresses', () => {
  it.each(['93.184.216.34', '8.8.8.8', '2606:2800:220:1::1', '::ffff:8.8.8.8', '64:ff9b::808:808', '2002:808:808::1'])(
    '%s may be called',
    (address) => {
      expect(refusedAddress(address, strict)).toBeUndefined()
    },
  )

  it.each([
    '127.0.0.1',
    '127.255.0.9',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '198.18.0.1',
    '::1',
    'fd12::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:0:10.0.0.1',
    '64:ff9b::a00:1',
    '64:ff9b::10.0.0.1',
    '2002:7f00:1::',
  ])('%s is inside, and needs ALLOW_PRIVATE_PARTNERS', (address) => {
    expect(refusedAddress(address, strict)).toContain('ALLOW_PRIVATE_PARTNERS')
    expect(refusedAddress(address, open)).toBeUndefined()
  })

  it.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::',
    'fd00:ec2::254',
    '100.100.100.200',
    '168.63.129.16',
    'fe80::1',
    'fe80::1%eth0',
    '0.0.0.0',
    '::',
    '224.0.0.1',
    '255.255.255.255',
    'ff02::1',
    '2001:0:1::1',
    'not an address',
  ])('%s is never a partner', (address) => {
    expect(refusedAddress(address, open)).toBeDefined()
  })
})

describe('URLs', () => {
  it.each(['https://ocpi.example.com/versions', 'http://ocpi.example.com:8080', 'https://8.8.8.8/x'])(
    '%s may be called',
    (url) => {
      expect(refusedUrl(url, strict)).toBeUndefined()
    },
  )

  it.each([
    'http://localhost/x',
    'http://localhost./x',
    'http://sub.localhost/',
    'http://127.1/',
    'http://0x7f.0.0.1/',
    'http://2130706433/',
    'http://[::1]:3000/',
    'http://[::ffff:127.0.0.1]/',
  ])('%s is inside, however it is written', (url) => {
    expect(refusedUrl(url, strict)).toContain('ALLOW_PRIVATE_PARTNERS')
    expect(refusedUrl(url, open)).toBeUndefined()
  })

  it.each(['ftp://example.com/', 'file:///etc/passwd', '/relative', '', 'https://user:pass@example.com/'])(
    '%s is never called',
    (url) => {
      expect(refusedUrl(url, open)).toBeDefined()
    },
  )
})
