// What other modules use of the network. A fake that answers connections takes `networkOf(kernel).serve(…)` for one address, or `.answer(…)` for
// whichever it claims: it is given the server's side of each connection, a `net.Socket` (for HTTP: `server.emit('connection', socket)`), which is unref'd and no leak.
export type { AddressPattern } from './allow.ts';
export { type Host, type Network, type NetworkConnection, netOf } from './control.ts';
export { failPeer } from './fail-peer.ts';
export { installNetwork } from './install.ts';
export type { LinkOptions } from './link.ts';
export { networkOf } from './network-of.ts';
export type { Target } from './responders.ts';
