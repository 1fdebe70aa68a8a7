import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'
import { afterAll } from 'vitest'

/** A way to a server on the loopback address that a test can cut, or let go silent. */
export interface CuttableProxy {
  readonly url: string
  /** Connections since the start. */
  readonly connections: number
  /** Ends every connection the hard way. */
  cut(): void
  /** From now on nothing of what the server says gets through; connections stay open. */
  silence(isSilent: boolean): void
  /** Connections are ended as they come. */
  refuse(isRefusing: boolean): void
}

export async function cuttableProxy(target: string): Promise<CuttableProxy> {
  const sockets = new Set<Socket>()
  let connections = 0
  let silent = false
  let refusing = false
  const server = createServer((near) => {
    connections++
    if (refusing) return near.destroy()
    const far = connect(Number(new URL(target).port), '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
    }
    near.pipe(far)
    far.on('data', (chunk) => {
      if (!silent && !near.write(chunk)) far.pause()
    })
    near.on('drain', () => far.resume())
    far.on('end', () => near.end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  afterAll(() => {
    cut()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get connections() {
      return connections
    },
    cut,
    silence: (isSilent) => {
      silent = isSilent
    },
    refuse: (isRefusing) => {
      refusing = isRefusing
    },
  }
}
