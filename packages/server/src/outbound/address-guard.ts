// Where a request may go. A partner names URLs of its own (versions, endpoints, response_url, Link); none of them may
// lead into the network behind this platform.

import { BlockList, isIP } from 'node:net'

export interface AddressRules {
  /** Loopback and private addresses are allowed: demo, tests, partners on an own network. */
  readonly allowPrivate: boolean
}

const list = (...subnets: readonly (readonly [string, number])[]): BlockList => {
  const block = new BlockList()
  for (const [net, bits] of subnets) block.addSubnet(net, bits, net.includes(':') ? 'ipv6' : 'ipv4')
  return block
}

/** Loopback and addresses of private networks (RFC 1918, RFC 6598, RFC 4193). */
const inside = list(
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['::1', 128],
  ['fc00::', 7],
)

/** Never a partner: link-local (cloud metadata lives there), unspecified, multicast, reserved. */
const never = list(
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 128],
  ['64:ff9b::', 96],
  ['100::', 64],
  ['2001:db8::', 32],
  ['fe80::', 10],
  ['ff00::', 8],
)

/** Why an address must not be called, in words for an operator; undefined when it may. */
export function refusedAddress(address: string, rules: AddressRules): string | undefined {
  const plain = unmapped(address)
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4'
  if (isIP(plain) === 0) return 'is no IP address'
  if (never.check(plain, family)) return 'is a link-local or reserved address, which no partner has'
  if (!rules.allowPrivate && inside.check(plain, family)) {
    return 'is a loopback or private address; ALLOW_PRIVATE_PARTNERS allows those'
  }
  return undefined
}

/** Why a URL can be refused without looking its name up; the address behind a name is checked when connecting. */
export function refusedUrl(text: string, rules: AddressRules): string | undefined {
  if (!URL.canParse(text)) return 'is not an absolute URL'
  const { protocol, hostname, username, password } = new URL(text)
  if (protocol !== 'https:' && protocol !== 'http:') return 'is not an http or https URL'
  if (username !== '' || password !== '') return 'holds a user name or password, which OCPI has no use for'
  const host = hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0) return refusedAddress(host, rules)
  if (!rules.allowPrivate && (host === 'localhost' || host.endsWith('.localhost'))) {
    return 'is a loopback address; ALLOW_PRIVATE_PARTNERS allows those'
  }
  return undefined
}

/** `::ffff:127.0.0.1` is 127.0.0.1. */
function unmapped(address: string): string {
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (dotted) return dotted[1]!
  const hex = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address)
  if (!hex) return address
  const bits = (Number.parseInt(hex[1]!, 16) << 16) | Number.parseInt(hex[2]!, 16)
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.')
}
