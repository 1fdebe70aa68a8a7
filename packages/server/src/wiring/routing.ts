// What goes through this platform where one of its parties is a hub.

import { callbackStore } from '../hub/callbacks.ts'
import { createForward } from '../hub/forward.ts'
import { createHub } from '../hub/hub.ts'
import { openAuthorization } from '../hub/open-authorization.ts'
import { openRouting } from '../hub/open-routing.ts'
import { createResults } from '../hub/results.ts'
import { sealedUrls } from '../hub/sealed-urls.ts'
import { createSending } from '../hub/sending.ts'
import type { Base } from './base.ts'
import type { Outward } from './outward.ts'

export type Routing = ReturnType<typeof wireRouting>

export function wireRouting(
  { settings, database, connections, agreements, secrets, events, exchanges, clock, ids, publicUrl }: Base,
  { passing, service }: Outward,
) {
  const { directory } = connections
  const callbacks = callbackStore(database, clock, (error) => events.failed('hub', error))
  const sealed = sealedUrls(secrets, clock)
  const send = createSending({
    directory,
    transport: passing.send,
    events,
    ids,
    clock,
    exchanges,
    seen: connections.seen,
    renewal: service.renewal,
    timeoutMs: settings.forwardTimeout,
    maxBytes: settings.answerLimit,
    logged: settings.logExchangesBody,
  })
  const forward = createForward({ directory, send, callbacks, sealed, events, clock, publicUrl })
  const hub = createHub({
    directory,
    agreements,
    forward,
    chooseReceiver: openRouting({ database, directory, agreements, callbacks }),
    authorize: openAuthorization({ database, directory, agreements, forward }),
    result: createResults({ directory, callbacks, forward, events, clock }),
    sealed,
    events,
  })
  return { hub, callbacks }
}
