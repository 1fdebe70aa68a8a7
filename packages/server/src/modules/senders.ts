import type { Handlers } from './call.ts'
import { type ListNeeds, listPage } from './lists.ts'

// Sender sides that are one list: what of our own objects a partner may see.

export const tariffsSender = (needs: ListNeeds): Handlers => ({ getTariffs: (call) => listPage(needs, call) })

/** `date_from` is required by the endpoint's table (2.2.1 Sessions, "GET Method"). */
export const sessionsSender = (needs: ListNeeds): Handlers => ({ getSessions: (call) => listPage(needs, call) })

export const cdrsSender = (needs: ListNeeds): Handlers => ({ getCdrs: (call) => listPage(needs, call) })

/** All own tokens, those with `valid: false` too (R-TOK-27). */
export const tokensSender = (needs: ListNeeds): Handlers => ({ getTokens: (call) => listPage(needs, call) })
