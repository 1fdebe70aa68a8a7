// The platform in a process of its own, with its defaults: log, metrics, feed. Settings come from the environment.

import { createPlatform } from '@interchange/server/platform'
import { readSettings } from '@interchange/server/settings'

export interface Invitation {
  readonly versionsUrl: string
  readonly token: string
}

const platform = createPlatform(readSettings(process.env))
const { url } = await platform.start()

process.on('message', (name: string) => {
  void platform
    .parts!.service.invite({ name })
    .then(({ versionsUrl, token }) => process.send!({ versionsUrl, token } satisfies Invitation))
})
process.on('disconnect', () => void platform.stop().then(() => process.exit()))
process.send!(url)
