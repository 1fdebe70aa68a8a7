// How commands that ask a running platform reach it.

import { type Client, ConnectionError, createClient } from '@interchange/client'
import type { Command } from 'commander'
import { CommandFailed } from '../failure.ts'

export interface ServerOptions {
  readonly server: string
  readonly key?: string
}

export const withServer = (command: Command): Command =>
  command
    .option(
      '--server <url>',
      'the running platform',
      process.env.PUBLIC_URL ?? `http://127.0.0.1:${process.env.PORT ?? 3000}`,
    )
    .option('--key <key>', 'its API key; default: the environment variable API_KEY')

/** @throws CommandFailed when there is no key. */
export function apiOf(options: ServerOptions, timeout?: number): Client {
  const key = options.key ?? process.env.API_KEY
  if (!key) {
    throw new CommandFailed(
      'no API key: give --key, or set API_KEY; `interchange serve` prints it when it starts first',
      2,
    )
  }
  return createClient({ url: options.server, key, ...(timeout ? { timeout } : {}) })
}

/** Turns a server that cannot be reached into what to do about it. */
export async function reaching<T>(options: ServerOptions, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    // With a cause: the connection failed, not the deadline.
    if (error instanceof ConnectionError && error.cause) {
      throw new CommandFailed(
        `nothing answers at ${options.server}; start it with \`interchange serve\`, or give --server`,
      )
    }
    throw error
  }
}
