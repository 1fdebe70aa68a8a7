import { change } from '../define/object.ts'
import { ciString, maybe } from '../define/type.ts'
import type { Chapter } from '../define/version.ts'

/** Chapter "Credentials": a hub lists the parties it reaches in `roles` and names itself in `hub_party_id`. */
export const credentials: Chapter = {
  objects: {
    Credentials: change({
      add: {
        hub_party_id: maybe(ciString(5), {
          doc: 'Only of a platform that is a hub: its country and party id in one, such as NLHUB. Its address as a hub.',
        }),
      },
    }),
  },
}
