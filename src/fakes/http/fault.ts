// What can go wrong on the wire. How each looks to a client that the direct path of fetch serves is in fetch/failure.ts.
export const faults = [
  'refused',
  'reset',
  'reset-mid-body',
  'hang',
  'truncated',
  'malformed',
  'bad-chunk',
  'trickle',
  'dns',
  'tls',
] as const;

/**
 * - `refused`: nothing listens there; - `reset`: the connection is reset once the request has been sent; - `reset-mid-body`: … after half of the body;
 * - `hang`: the request is accepted, and nothing ever comes; - `truncated`: the connection ends after half of the body that was announced;
 * - `malformed`: what comes is not HTTP; - `bad-chunk`: a chunk of the body says no length; - `trickle`: the body comes a byte a second;
 * - `dns`: the host's name is not known; - `tls`: the server's certificate is one that nobody trusts.
 */
export type Fault = (typeof faults)[number];
