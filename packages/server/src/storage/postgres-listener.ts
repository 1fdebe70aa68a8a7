import pg from 'pg'
import type { StorageLog } from './database.ts'
import { storageError } from './storage-error.ts'
import type { Wakes } from './wake.ts'

const firstDelayMs = 100
const longestDelayMs = 5000

/** LISTEN on a connection of its own, made again when it breaks. Until then listeners live by polling. */
export class PostgresListener {
  private readonly url: string
  private readonly wakes: Wakes
  private readonly log: StorageLog | undefined
  private readonly channels = new Set<string>()
  private client: pg.Client | undefined
  private connecting: Promise<void> | undefined
  private retry: NodeJS.Timeout | undefined
  private delayMs = firstDelayMs
  private closed = false

  constructor(url: string, wakes: Wakes, log: StorageLog | undefined) {
    this.url = url
    this.wakes = wakes
    this.log = log
  }

  /** Resolves when the channel is listened to, or when the first attempt failed and the next one is due. */
  async listen(channel: string): Promise<void> {
    if (this.channels.has(channel)) return this.connecting
    this.channels.add(channel)
    if (this.client && !this.connecting) {
      const client = this.client
      await client.query(`listen "${channel}"`).catch(() => this.lost(client))
      return
    }
    // A connection being made takes the channels it finds; one that comes too late for it is added afterwards.
    await this.connecting
    if (!this.client) await this.connect()
    else await this.client.query(`listen "${channel}"`).catch(() => undefined)
  }

  async close(): Promise<void> {
    this.closed = true
    clearTimeout(this.retry)
    await this.connecting
    const client = this.client
    this.client = undefined
    await client?.end().catch(() => undefined)
  }

  private connect(): Promise<void> {
    this.connecting ??= this.open().finally(() => {
      this.connecting = undefined
    })
    return this.connecting
  }

  private async open(): Promise<void> {
    if (this.closed) return
    const client = new pg.Client({
      connectionString: this.url,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      application_name: 'interchange listen',
    })
    client.on('error', () => this.lost(client))
    client.on('end', () => this.lost(client))
    client.on('notification', (notice) => this.wakes.wake(notice.channel))
    this.client = client
    try {
      await client.connect()
      for (const channel of [...this.channels]) await client.query(`listen "${channel}"`)
      if (this.client !== client) return
      if (this.delayMs > firstDelayMs) this.log?.info({}, 'listening to the database again')
      this.delayMs = firstDelayMs
      // Whatever was said while nobody listened is lost: everyone looks for himself.
      this.wakes.wakeAll()
    } catch (error) {
      this.lost(client, error)
    }
  }

  private lost(client: pg.Client, error?: unknown): void {
    if (this.client !== client) return
    this.client = undefined
    client.end().catch(() => undefined)
    if (this.closed) return
    this.log?.warn(
      { code: error && storageError(error).code, retryInMs: this.delayMs },
      'the connection that listens to the database was lost; polling until it is back',
    )
    clearTimeout(this.retry)
    this.retry = setTimeout(() => void this.connect(), this.delayMs * (0.75 + Math.random() / 2))
    this.delayMs = Math.min(this.delayMs * 2, longestDelayMs)
  }
}
