export { createPlatform, type Platform, type PlatformOptions, type Started } from './platform.ts'
export { readSettings, type Settings, SettingsError, settingsReference } from './settings.ts'
