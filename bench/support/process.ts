import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const hook = new URL('../../tests/support/typescript-hook.mjs', import.meta.url).href

/** A process that is asked by messages. Its standard output leads nowhere: a log is written, but not kept. */
export interface Asking {
  readonly pid: number
  ask<T>(message?: unknown): Promise<T>
  stop(): Promise<void>
}

/** Runs `script` on the build; the first message it sends says that it is ready, and is `ready`. */
export async function startProcess<T>(
  script: URL,
  env: Readonly<Record<string, string>> = {},
): Promise<Asking & { ready: T }> {
  const child = spawn(process.execPath, ['--import', hook, '--no-warnings', fileURLToPath(script)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { PATH: process.env.PATH ?? '', ...env },
  })
  const abandon = () => child.kill('SIGKILL')
  process.once('exit', abandon)
  const ready = await answerOf<T>(child, fileURLToPath(script))
  return {
    pid: child.pid!,
    ready,
    ask: (message) => {
      const answer = answerOf<never>(child, fileURLToPath(script))
      child.send((message ?? {}) as object)
      return answer
    },
    async stop() {
      process.off('exit', abandon)
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

function answerOf<T>(child: ChildProcess, name: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const died = (code: number | null) => reject(new Error(`${name} ended with ${code}`))
    child.once('exit', died)
    child.once('message', (message) => {
      child.off('exit', died)
      resolve(message as T)
    })
  })
}
