import { createPlatform } from '../../../packages/server/src/platform.ts'
import { readSettings } from '../../../packages/server/src/settings.ts'

const { key } = JSON.parse(process.argv[2]!) as { key: string }
const platform = createPlatform(
  readSettings({
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: 'memory://',
    PARTIES: 'NL-HUB:HUB',
    ALLOW_PRIVATE_PARTNERS: 'true',
    LOG_LEVEL: 'silent',
    API_KEY: key,
    SECRET_KEY: 'a secret key for tests only',
  }),
)
process.stdout.write(`${(await platform.start()).url}\n`)
