// `dns.lookup` in a world: the names that the world has, and no others.
import type dns from 'node:dns';
import net from 'node:net';
import type { NetworkFake } from './network.ts';
import { lookupError } from './node-errors.ts';
import { Packet } from './packet.ts';

export interface Found {
  readonly address: string;
  readonly family: 4 | 6;
}

/** The addresses of a name, in the order and of the family that is asked for. */
function find(network: NetworkFake, name: string, options: dns.LookupOptions): readonly Found[] {
  const { family: asked = 0, order } = options;
  const family = asked === 'IPv4' ? 4 : asked === 'IPv6' ? 6 : asked;
  const found = (network.resolve(name) ?? []).map(
    (address): Found => ({ address, family: net.isIPv6(address) ? 6 : 4 }),
  );
  const wanted = family === 0 ? found : found.filter((each) => each.family === family);
  const first = order === 'ipv6first' ? 6 : 4;
  return order === undefined || order === 'verbatim'
    ? wanted
    : [...wanted].sort((a, b) => Number(b.family === first) - Number(a.family === first));
}

/** Answers as an event of this instant, in the context of the caller. */
export function lookUp(
  network: NetworkFake,
  name: string,
  options: dns.LookupOptions,
  answered: (error: NodeJS.ErrnoException | null, found: readonly Found[]) => void,
): void {
  const { kernel } = network;
  const packet = new Packet(
    'lookup',
    () => `lookup ${name}`,
    () => {
      const found = find(network, name, options);
      if (found.length > 0) answered(null, found);
      else {
        kernel.hints.add(
          `No host of this world is named ${name}, so its look-up failed at +${kernel.now}ms.\n` +
            `  To declare one: world.net.host('${name}'). To reach the real one: world.net.allow('${name}'), or allowNetwork: '${name}' among\n` +
            '  the options of escapement().',
        );
        answered(lookupError('ENOTFOUND', name), []);
      }
    },
    true,
  );
  kernel.file(packet, kernel.now, kernel.now, lookUp);
}
