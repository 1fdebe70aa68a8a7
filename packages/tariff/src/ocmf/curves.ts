// The curves OCMF signs with (OCMF 1.4, table 22), by their published parameters: SEC 2 for the `secp` curves, RFC 5639 for
// the `brainpool` ones. All have cofactor 1. The arithmetic is the library's; a curve is set up when it is first used.

import { type ECDSA, ecdsa, weierstrass } from '@noble/curves/abstract/weierstrass.js'
import { sha256 } from '@noble/hashes/sha2.js'

interface CurveParameters {
  /** The object identifier in a public key, DER content bytes in hex. */
  readonly oid: string
  /** Length of a coordinate. */
  readonly bytes: number
  readonly p: bigint
  readonly a: bigint
  readonly b: bigint
  readonly n: bigint
  readonly Gx: bigint
  readonly Gy: bigint
}

/** The curves, under the names OCMF has for them. */
export const curves = {
  secp192r1: {
    oid: '2a8648ce3d030101',
    bytes: 24,
    p: 0xfffffffffffffffffffffffffffffffeffffffffffffffffn,
    a: 0xfffffffffffffffffffffffffffffffefffffffffffffffcn,
    b: 0x64210519e59c80e70fa7e9ab72243049feb8deecc146b9b1n,
    n: 0xffffffffffffffffffffffff99def836146bc9b1b4d22831n,
    Gx: 0x188da80eb03090f67cbf20eb43a18800f4ff0afd82ff1012n,
    Gy: 0x7192b95ffc8da78631011ed6b24cdd573f977a11e794811n,
  },
  secp192k1: {
    oid: '2b8104001f',
    bytes: 24,
    p: 0xfffffffffffffffffffffffffffffffffffffffeffffee37n,
    a: 0x0n,
    b: 0x3n,
    n: 0xfffffffffffffffffffffffe26f2fc170f69466a74defd8dn,
    Gx: 0xdb4ff10ec057e9ae26b07d0280b7f4341da5d1b1eae06c7dn,
    Gy: 0x9b2f2f6d9c5628a7844163d015be86344082aa88d95e2f9dn,
  },
  secp256r1: {
    oid: '2a8648ce3d030107',
    bytes: 32,
    p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
    a: 0xffffffff00000001000000000000000000000000fffffffffffffffffffffffcn,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    Gx: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
    Gy: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
  },
  secp256k1: {
    oid: '2b8104000a',
    bytes: 32,
    p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2fn,
    a: 0x0n,
    b: 0x7n,
    n: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
    Gx: 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n,
    Gy: 0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8n,
  },
  secp384r1: {
    oid: '2b81040022',
    bytes: 48,
    p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffffn,
    a: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000fffffffcn,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
    n: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    Gx: 0xaa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7n,
    Gy: 0x3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5fn,
  },
  brainpool256r1: {
    oid: '2b2403030208010107',
    bytes: 32,
    p: 0xa9fb57dba1eea9bc3e660a909d838d726e3bf623d52620282013481d1f6e5377n,
    a: 0x7d5a0975fc2c3057eef67530417affe7fb8055c126dc5c6ce94a4b44f330b5d9n,
    b: 0x26dc5c6ce94a4b44f330b5d9bbd77cbf958416295cf7e1ce6bccdc18ff8c07b6n,
    n: 0xa9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82974856a7n,
    Gx: 0x8bd2aeb9cb7e57cb2c4b482ffc81b7afb9de27e1e3bd23c23a4453bd9ace3262n,
    Gy: 0x547ef835c3dac4fd97f8461a14611dc9c27745132ded8e545c1d54c72f046997n,
  },
  brainpool384r1: {
    oid: '2b240303020801010b',
    bytes: 48,
    p: 0x8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b412b1da197fb71123acd3a729901d1a71874700133107ec53n,
    a: 0x7bc382c63d8c150c3c72080ace05afa0c2bea28e4fb22787139165efba91f90f8aa5814a503ad4eb04a8c7dd22ce2826n,
    b: 0x4a8c7dd22ce28268b39b55416f0447c2fb77de107dcd2a62e880ea53eeb62d57cb4390295dbc9943ab78696fa504c11n,
    n: 0x8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b31f166e6cac0425a7cf3ab6af6b7fc3103b883202e9046565n,
    Gx: 0x1d1c64f068cf45ffa2a63a81b7c13f6b8847a3e77ef14fe3db7fcafe0cbd10e8e826e03436d646aaef87b2e247d4af1en,
    Gy: 0x8abe1d7520f9c2a45cb1eb8e95cfd55262b70b29feec5864e19c054ff99129280e4646217791811142820341263c5315n,
  },
} as const satisfies Record<string, CurveParameters>

export type CurveName = keyof typeof curves

const names = Object.keys(curves) as CurveName[]

/** Other names in use: those of OpenSSL, NIST and X9.62. */
const synonyms: Readonly<Record<string, CurveName>> = {
  prime192v1: 'secp192r1',
  prime256v1: 'secp256r1',
  brainpoolp256r1: 'brainpool256r1',
  brainpoolp384r1: 'brainpool384r1',
}

/** The curve a name in a signature algorithm means; capitals do not matter. */
export function curveNamed(name: string): CurveName | undefined {
  const lower = name.toLowerCase()
  return names.find((one) => one === lower) ?? (Object.hasOwn(synonyms, lower) ? synonyms[lower] : undefined)
}

/** The curve of an object identifier, given as its content bytes in hex. */
export const curveWithOid = (oid: string): CurveName | undefined => names.find((name) => curves[name].oid === oid)

const ready = new Map<CurveName, ECDSA>()

/** ECDSA with SHA-256 on a curve. */
export function ecdsaOn(name: CurveName): ECDSA {
  const known = ready.get(name)
  if (known) return known
  const { p, n, a, b, Gx, Gy } = curves[name]
  const made = ecdsa(weierstrass<bigint>({ p, n, a, b, Gx, Gy, h: 1n }), sha256)
  ready.set(name, made)
  return made
}
