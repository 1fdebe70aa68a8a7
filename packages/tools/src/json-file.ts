// JSON that somebody has in a file, and the objects in it.

import { readFile } from 'node:fs/promises'
import { CommandFailed } from './failure.ts'

/** The JSON of a file; `-` is standard input. Fails with a message that names the file. */
export async function readJson(file: string): Promise<unknown> {
  let text: string
  try {
    text = file === '-' ? await standardInput() : await readFile(file, 'utf8')
  } catch {
    throw new CommandFailed(`${file} cannot be read`)
  }
  try {
    // Files made on Windows often begin with a byte order mark.
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new CommandFailed(`${file} is not JSON: ${(error as Error).message}`)
  }
}

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** One object, an array, an OCPI answer, or {items}. */
export function objectsOf(parsed: unknown): unknown[] {
  if (Array.isArray(parsed)) return parsed
  if (isObject(parsed)) {
    const { data, items, status_code: statusCode } = parsed
    if (statusCode !== undefined && data !== undefined) return Array.isArray(data) ? data : [data]
    if (Array.isArray(items)) return items
  }
  return [parsed]
}
