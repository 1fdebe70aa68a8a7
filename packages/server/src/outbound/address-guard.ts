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

/** Loopback, addresses of private networks and documentation (RFC 1918, 4193, 5737, 6598), benchmarks. */
const inside = list(
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['::1', 128],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fec0::', 10],
)

/** Never a partner: cloud metadata, link-local (where most metadata lives), unspecified, multicast, reserved. */
const never = list(
  ['0.0.0.0', 8],
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 128],
  ['100::', 64],
  ['fd00:ec2::254', 128],
  ['fe80::', 10],
  ['ff00::', 8],
)

/** IPv6 addresses that carry an IPv4 address, and at which of their eight groups it begins; 2001::/32 hides its. */
const carriers: readonly (readonly [BlockList, number | undefined])[] = [
  [list(['::ffff:0:0', 96]), 6],
  [list(['::ffff:0:0:0', 96]), 6],
  [list(['64:ff9b::', 96]), 6],
  [list(['2002::', 16]), 1],
  [list(['2001::', 32]), undefined],
  [list(['64:ff9b:1::', 48]), undefined],
]

/** Why an address must not be called, in words for an operator; undefined when it may. */
export function refusedAddress(address: string, rules: AddressRules): string | undefined {
  const family = isIP(address)
  if (family === 0) return 'is no IP address'
  if (family === 4) return refusedIn(address, 'ipv4', rules)
  const carried = carriers.find(([block]) => block.check(address, 'ipv6'))
  if (!carried) return refusedIn(address, 'ipv6', rules)
  const [, at] = carried
  return at === undefined ? 'is a tunnel, which no partner has' : refusedIn(dotted(groups(address), at), 'ipv4', rules)
}

function refusedIn(address: string, family: 'ipv4' | 'ipv6', { allowPrivate }: AddressRules): string | undefined {
  if (never.check(address, family)) return 'is a link-local or reserved address, which no partner has'
  if (allowPrivate || !inside.check(address, family)) return undefined
  return 'is a loopback or private address; ALLOW_PRIVATE_PARTNERS allows those'
}

/** Loopback, or of a private network; an IPv4 address in an IPv6 one counts as itself. */
export const isPrivateAddress = (address: string): boolean =>
  refusedAddress(address, { allowPrivate: true }) === undefined &&
  refusedAddress(address, { allowPrivate: false }) !== undefined

/** URL.canParse of Node 20, once it is compiled, says no to some hosts with letters beyond ASCII that URL parses. */
function parsed(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

/** Why a URL can be refused without looking its name up; the address behind a name is checked when connecting. */
export function refusedUrl(text: string, rules: AddressRules): string | undefined {
  const url = parsed(text)
  if (!url) return 'is not an absolute URL'
  const { protocol, hostname, username, password } = url
  if (protocol !== 'https:' && protocol !== 'http:') return 'is not an http or https URL'
  if (username !== '' || password !== '') return 'holds a user name or password, which OCPI has no use for'
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (isIP(host) !== 0) return refusedAddress(host, rules)
  if (!rules.allowPrivate && (host === 'localhost' || host.endsWith('.localhost'))) {
    return 'is a loopback address; ALLOW_PRIVATE_PARTNERS allows those'
  }
  return undefined
}

/** The eight groups of an IPv6 address; the last two may be written as IPv4. */
function groups(address: string): number[] {
  const [text = ''] = address.split('%')
  const hex = text.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts) => {
    const [a, b, c, d] = parts.slice(0, 4).map(Number) as [number, number, number, number]
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
  })
  const [head = '', tail] = hex.split('::')
  const read = (part: string | undefined) => (part ? part.split(':').map((group) => Number.parseInt(group, 16)) : [])
  const [left, right] = [read(head), read(tail)]
  return tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill(0), ...right]
}

const dotted = (all: readonly number[], at: number): string =>
  [all[at]!, all[at + 1]!].flatMap((group) => [group >> 8, group & 255]).join('.')
