/** Told after the fact; any 2xx is a receipt. */
export const notificationTypes = [
  'location.changed',
  'evse.status',
  'tariff.changed',
  'tariff.deleted',
  'session.changed',
  'cdr.received',
  'cdr.flagged',
  'cdr.held',
  'cdr.accepted',
  'cdr.disputed',
  'token.changed',
  'command.result',
  'partner.registered',
  'partner.offline',
  'partner.online',
  'partner.failing',
  'object.parked',
  'alert.raised',
  'alert.cleared',
] as const

/** Asked while a driver or a partner waits; the answer decides. */
export const questionTypes = [
  'command.start_session',
  'command.stop_session',
  'command.reserve_now',
  'command.cancel_reservation',
  'command.unlock_connector',
  'token.authorize',
  'session.charging_preferences',
] as const

export type NotificationType = (typeof notificationTypes)[number]
export type QuestionType = (typeof questionTypes)[number]
export type EventType = NotificationType | QuestionType
