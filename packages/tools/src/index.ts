export { FeedError, type FeedReport, readFeed } from './import/feed.ts'
export { run } from './main.ts'
