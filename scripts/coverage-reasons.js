// Why a requirement has no test. Allowed for what the specification leaves open (levels Y and G), for what no request can
// show (`check: false` in requirements.json, documentation, what people do), for the content of a company's own data, and
// for what a page in docs/decisions/ deviates from. Everything else without a test stands as open.

/** @type {Readonly<Record<string, string>>} */
export const reasons = {
  'R-AUTH-08': 'about the set-up in front of the platform: HTTPS ends there, and no client certificate is asked for',
  'R-LOC-21': 'content of the operator’s own data',
  'R-LOC-32': 'how an operator models its charge points',
  'R-LOC-42': 'what an operator promises about its EVSEs',
  'R-TOK-22': 'what a provider may leave out; this platform answers authorization requests in any case',
  'R-TOK-23': 'content of the provider’s own data; a token is pushed as it was written',
  'R-CRED-28': 'documentation: an object is served in the version the connection uses',
  'R-EXT-02': 'about naming new fields; the platform sends no fields of its own',
  'R-EXT-05': 'about naming new values; the platform sends no values of its own',
}
