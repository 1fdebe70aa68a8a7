// Why a requirement has no test. Allowed for what the specification leaves open (levels Y and G), for what no request can
// show (`check: false` in requirements.json, documentation, what people do), for the content of a company's own data, and
// for what a page in docs/decisions/ deviates from. Everything else without a test stands as open. A reason is not shown
// once a test quotes the requirement.

const HUB = 'about hubs, which come later (decision 0004)'

/** @type {Readonly<Record<string, string>>} */
export const reasons = {
  'R-CRED-23': HUB,
  'R-CRED-24': HUB,
  'R-CRED-28': 'documentation: an object is served in the version the connection uses',
  'R-FMT-12': HUB,
  'R-LOC-21': 'content of the operator’s own data: whether the power is limited is known to nobody else',
  'R-LOC-32': 'how an operator models its charge points',
  'R-LOC-42': 'what an operator promises about its EVSEs',
  'R-STATUS-12': HUB,
  'R-TOK-22': 'what a provider may leave out; this platform answers authorization requests in any case',
}
