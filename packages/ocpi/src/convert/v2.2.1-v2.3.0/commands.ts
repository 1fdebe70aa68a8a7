import type { ConversionRules } from '../rules.ts'

/** A command 2.2.1 does not have cannot be forwarded; the sender is answered NOT_SUPPORTED. */
export const commandsDown: ConversionRules = {
  enums: { CommandType: { otherwise: null, why: 'OCPI 2.2.1 has no such command' } },
}
