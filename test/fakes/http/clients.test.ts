// Every client reaches the routes, unmodified.
import { expect, test } from 'vitest';
import { simulate } from '../../../src/index.ts';
import { clients, names } from './clients.ts';

test.each(names)('%s: a chain of five requests ends at exactly 7,500 ms', (name) =>
  simulate(async (world) => {
    const client = clients[name] as (typeof clients)[string];
    world.http.get('http://api.test/step/:n', {
      repeat: true,
      delay: 1000,
      reply: (_request, { params }) => ({ json: { step: params.n } }),
    });
    for (let n = 0; n < 5; n++) {
      expect(await client(`http://api.test/step/${n}`)).toEqual({ status: 200, body: `{"step":"${n}"}` });
      await world.sleep(500);
    }
    expect(world.now).toBe(7500);
    expect(world.http).toMatchObject({ peak: 1 });
  }),
);
