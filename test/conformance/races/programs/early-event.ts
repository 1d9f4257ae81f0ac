// The event comes before anybody listens.

import { EventEmitter } from 'node:events';
import type { Race, World } from '../race.ts';

function program(isRemembered: boolean) {
  return async (world: World) => {
    const emitter = new EventEmitter();
    let isReady = false;
    emitter.once('ready', () => {
      isReady = true;
    });
    const configuring = world.io('read configuration', () => undefined);
    void world.io('server ready', () => emitter.emit('ready'));
    await configuring;
    if (isRemembered && isReady) return;
    await new Promise((resolve) => emitter.once('ready', resolve));
  };
}

export const earlyEvent: Race = {
  name: 'event emitted before its listener',
  racy: program(false),
  repaired: program(true),
};
