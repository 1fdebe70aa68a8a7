import type { Events } from '../events.ts'
import { isRefusedData, StorageError } from '../storage/storage-error.ts'
import { StorageBusy } from '../storage/writer.ts'

/** A moment's trouble of the database: the same work will do later. Anything else is about the object. */
const passes = (error: unknown): boolean =>
  error instanceof StorageBusy || (error instanceof StorageError && !isRefusedData(error))

/**
 * Does something with each of many objects. One that cannot be worked on is passed over, and that is said, so that it
 * does not hold up all others for ever; what is no object's fault is thrown.
 */
export const passingOver =
  (events: Events) =>
  async <T, R>(module: string, items: readonly T[], work: (item: T) => R | Promise<R>): Promise<R[]> => {
    const settled = await Promise.allSettled(items.map(async (item) => await work(item)))
    const failed = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
    const moment = failed.find(passes)
    if (moment !== undefined) throw moment
    for (const error of failed) events.inspectionPassedOver(module, error)
    return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  }
