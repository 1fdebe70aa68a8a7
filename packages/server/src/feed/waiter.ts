/** A rest that can be ended: by news, or for good. News that come while nobody rests end the next rest. */
export class Waiter {
  private news = false
  private ended = false
  private finish: (() => void) | undefined
  private wakeable = false

  wake(): void {
    this.news = true
    if (this.wakeable) this.finish?.()
  }

  end(): void {
    this.ended = true
    this.finish?.()
  }

  /** True when news ended it, or had come before. A rest that is not `wakeable` lasts its time. */
  async sleep(ms: number, wakeable: boolean): Promise<boolean> {
    if (!this.ended && !(wakeable && this.news)) {
      this.wakeable = wakeable
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        this.finish = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      this.finish = undefined
    }
    const woken = wakeable && this.news
    if (wakeable) this.news = false
    return woken
  }
}
