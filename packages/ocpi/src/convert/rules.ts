// How a conversion between two neighbouring versions is stated: only what copying cannot do.

/** What an object lost on its way to another version. */
export interface Loss {
  /** JSON pointer into the object as it came; `''` for the object itself. */
  readonly path: string
  /** Why, and what stands there instead if anything does. Never quotes a value: it may name a driver. */
  readonly why: string
}

/** What becomes of values that the target's closed enum does not have. */
export interface EnumRule {
  /** Values that have a stand-in in the target. */
  readonly map?: Readonly<Record<string, string>>
  /**
   * Every other value the target lacks: its stand-in, or `null` when it is left out. Where a required field holds it,
   * the whole object around it is left out.
   */
  readonly otherwise?: string | null
  readonly why: string
}

export type Source = Readonly<Record<string, unknown>>

/** Fields of the target that are calculated instead of copied. */
export interface Make {
  /** Source fields it is made from. None: a constant. Not called when none of them is given. */
  readonly from: readonly string[]
  /** Target fields it gives. */
  readonly to: readonly string[]
  /** A field it does not give is absent in the target. */
  by(source: Source, making: Making): Readonly<Record<string, unknown>>
}

export interface Making {
  /** What plain copying would give for a source field; undefined when nothing of it can be kept. */
  copied(field: string): unknown
  /** `path`: JSON pointer below the object being converted. */
  lose(path: string, why: string): void
}

export interface ObjectRule {
  readonly make?: readonly Make[]
  /** Source fields the target has no place for, each with the reason; a loss where they hold something. */
  readonly drop?: Readonly<Record<string, string>>
  /** Per field, an enum rule in place of the enum's own. */
  readonly values?: Readonly<Record<string, EnumRule>>
}

export interface ConversionRules {
  readonly objects?: Readonly<Record<string, ObjectRule>>
  readonly enums?: Readonly<Record<string, EnumRule>>
  /** What the older version sends and receives and the target does not know at all, each with the reason. */
  readonly gone?: Readonly<Record<string, string>>
}

/** A field that only changed its name. */
export const renamed = (from: string, to: string): Make => ({
  from: [from],
  to: [to],
  by: (_source, making) => ({ [to]: making.copied(from) }),
})

/** The rules of several chapters as one. Throws when two chapters speak about the same object or enum. */
export function joinRules(chapters: readonly ConversionRules[]): ConversionRules {
  const joined = { objects: {}, enums: {}, gone: {} }
  for (const chapter of chapters) {
    for (const part of ['objects', 'enums', 'gone'] as const) {
      const into: Record<string, unknown> = joined[part]
      for (const [name, rule] of Object.entries(chapter[part] ?? {})) {
        if (name in into) throw new Error(`two chapters have a conversion rule for ${name}`)
        into[name] = rule
      }
    }
  }
  return joined
}
