/**
 * What partners have crawled completely. Where several parties of ours have objects a partner reads their lists one by
 * one; only all of them together are a crawl of the module.
 */
export class Crawls {
  /** By partner and module: each part that was read to its end, and where the feed ended when that began. */
  private readonly read = new Map<string, Map<string, number>>()

  /**
   * A crawl of some parts came to its end. Returns the feed's end from which on the partner does not know the module,
   * once it has read all parts there are for it.
   */
  ended(
    {
      partnerId,
      module,
      parts,
      all,
    }: { partnerId: string; module: string; parts: readonly string[]; all: readonly string[] },
    began: number,
  ): number | undefined {
    const key = `${partnerId} ${module}`
    const read = this.read.get(key) ?? new Map<string, number>()
    for (const part of parts) read.set(part, began)
    const missing = all.some((part) => !read.has(part))
    if (missing) this.read.set(key, read)
    else this.read.delete(key)
    return missing ? undefined : Math.min(...all.map((part) => read.get(part)!))
  }
}
