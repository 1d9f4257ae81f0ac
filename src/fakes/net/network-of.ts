// The network of a world, made when it is first touched. The copy of this module that is loaded first makes all of them: ends of a connection must be
// of one kind.
import { hub, type Kernel } from '../../world/index.ts';
import { NetworkFake } from './network.ts';

const key = Symbol('net');

hub.network ??= (kernel: Kernel) => kernel.state(key, () => new NetworkFake(kernel));
const make = hub.network as (kernel: Kernel) => NetworkFake;

/** The network of a world. */
export function networkOf(kernel: Kernel): NetworkFake {
  return make(kernel);
}
