// nginx as a plain reverse proxy: one worker, connections to the upstream kept, nothing else.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

export interface Nginx {
  readonly origin: string
  stop(): Promise<void>
}

/** Debian has it where only root looks. */
const MORE_FOLDERS = ['/usr/sbin', '/usr/local/sbin']

export function findNginx(): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...MORE_FOLDERS]
  return folders.map((folder) => join(folder, 'nginx')).find(isProgram)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const configuration = (folder: string, port: number, upstream: string, connections: number) => `
daemon off;
worker_processes 1;
pid ${folder}/pid;
error_log ${folder}/error.log;
events { worker_connections 4096; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  keepalive_requests 100000000;
  upstream behind {
    server ${upstream};
    keepalive ${connections};
    keepalive_requests 100000000;
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://behind;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
  }
}
`

/** In front of `upstream`, an origin. Throws when it does not start. */
export async function startNginx(program: string, upstream: string, connections: number): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'interchange-nginx-'))
  const port = await freePort()
  const file = join(folder, 'nginx.conf')
  await writeFile(file, configuration(folder, port, new URL(upstream).host, connections))
  const child = spawn(program, ['-c', file, '-e', join(folder, 'error.log')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const abandon = () => child.kill('SIGKILL')
  process.once('exit', abandon)
  const origin = `http://127.0.0.1:${port}`
  const giveUpAt = performance.now() + 10_000
  for (;;) {
    if (
      await fetch(origin).then(
        async (answer) => (await answer.arrayBuffer()) && true,
        () => false,
      )
    )
      break
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}`)
    if (performance.now() > giveUpAt) throw new Error('nginx does not answer')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return {
    origin,
    async stop() {
      process.off('exit', abandon)
      const ended = once(child, 'exit')
      if (child.exitCode === null && child.kill('SIGTERM')) await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
