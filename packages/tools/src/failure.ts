/** A failure the person at the terminal can do something about; its message says what. */
export class CommandFailed extends Error {
  readonly exitCode: number
  constructor(message: string, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Reports the exit code of a command that ended by itself. */
export type Done = (exitCode: number) => void
