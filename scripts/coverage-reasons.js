// Why a requirement has no test. Allowed for what the specification leaves open (levels Y and G), for what no request can
// show (`check: false` in requirements.json, documentation, what people do), for the content of a company's own data, and
// for what a page in docs/decisions/ deviates from. Everything else without a test stands as open. A reason is not shown
// once a test quotes the requirement.

const HUB = 'about hubs, which come later (decision 0004)'
const SESSIONS =
  'content of the operator’s own sessions: its backend writes them, the platform delivers them as written (decision 0004)'
const CDRS =
  'content of the operator’s own CDRs: its backend writes them, the platform delivers them as written (decision 0004)'

/** @type {Readonly<Record<string, string>>} */
export const reasons = {
  'R-AUTH-08': 'about the set-up in front of the platform: HTTPS ends there, and no client certificate is asked for',
  'R-CDR-08': CDRS,
  'R-CDR-10': CDRS,
  'R-CDR-11': CDRS,
  'R-CDR-12': CDRS,
  'R-CDR-13': CDRS,
  'R-CDR-14': CDRS,
  'R-CDR-15': CDRS,
  'R-CDR-16': CDRS,
  'R-CDR-17': CDRS,
  'R-CDR-18': CDRS,
  'R-CDR-19': CDRS,
  'R-CMD-17': 'the operator’s backend replaces the reservation; it gets the same key for both commands (R-CMD-18)',
  'R-CMD-19': SESSIONS,
  'R-CRED-23': HUB,
  'R-CRED-24': HUB,
  'R-CRED-28': 'documentation: an object is served in the version the connection uses',
  'R-EXT-02': 'about naming new fields; the platform sends no fields of its own',
  'R-EXT-05': 'about naming new values; the platform sends no values of its own',
  'R-FMT-12': HUB,
  'R-LOC-16': 'what a provider may show to drivers; a token of another party is refused in commands (R-CMD-15)',
  'R-LOC-18': 'how a provider shows a Location without `operator`; the platform does not fill it in',
  'R-LOC-20': 'content of the operator’s own data: which tariffs it points to',
  'R-LOC-21': 'content of the operator’s own data',
  'R-LOC-22': 'content of the operator’s own data',
  'R-LOC-28': 'content of the operator’s own data: the platform makes no status out of a schedule',
  'R-LOC-32': 'how an operator models its charge points',
  'R-LOC-40': 'what a sender may leave out; parking places are sent and stored like any field',
  'R-LOC-42': 'what an operator promises about its EVSEs',
  'R-SES-05': SESSIONS,
  'R-SES-07': SESSIONS,
  'R-SES-09': SESSIONS,
  'R-SES-10': SESSIONS,
  'R-SES-12': SESSIONS,
  'R-SES-13': SESSIONS,
  'R-SES-14': 'how a provider’s app shows a session without a cost',
  'R-SES-22': SESSIONS,
  'R-STATUS-12': HUB,
  'R-TOK-22': 'what a provider may leave out; this platform answers authorization requests in any case',
  'R-TOK-23': 'content of the provider’s own data; a token is pushed as it was written',
}
