import { CommandFailed } from './failure.ts'

/** Does each file in turn; one that fails is told and does not stop the others. False when one failed or was not good. */
export async function eachFile(files: readonly string[], work: (file: string) => Promise<boolean>): Promise<boolean> {
  if (files.filter((file) => file === '-').length > 1) {
    throw new CommandFailed('- stands for standard input, which can be read once only', 2)
  }
  let good = true
  for (const file of files) {
    try {
      if (!(await work(file))) good = false
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error
      console.error(error.message)
      good = false
    }
  }
  return good
}
