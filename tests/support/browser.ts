import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Path of Chromium; undefined where it was not found, which REQUIRE_ALL=1 makes a failure. */
export function findChromium(): string | undefined {
  const found = [process.env.CHROMIUM ?? '', ...PLACES].find((path) => path !== '' && existsSync(path))
  if (found) return found
  if (process.env.REQUIRE_ALL === '1') {
    throw new Error(`REQUIRE_ALL=1, but Chromium is not among ${PLACES.join(', ')}; CHROMIUM names another place`)
  }
  process.stdout.write('Chromium not found: tests in a browser are skipped\n')
  return undefined
}

/** Without a sandbox where the tests run as root, as in a container. */
export const launchChromium = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 })
