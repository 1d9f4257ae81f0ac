// CLUSTER. What a node knows of its cluster, the cluster answers.
import { ReplyError } from '../../resp/index.ts';
import { family, type Row } from '../../table/index.ts';
import { help } from '../help.ts';

/** A subcommand of this shape. */
function row(shape: string): Row {
  return [
    shape,
    '',
    (argv, session) => {
      const { cluster } = session.engine;
      if (cluster === undefined) throw new ReplyError('ERR This instance has cluster support disabled');
      return cluster.answer(argv, session);
    },
  ];
}

const volatile = '~nondeterministic_output';

export const cluster = family('cluster', {
  cluster: {
    shape: '-2',
    subcommands: {
      myid: row('2 stale'),
      info: row(`2 stale ${volatile}`),
      nodes: row(`2 stale ${volatile}`),
      slots: row(`2 stale ${volatile}`),
      shards: row(`2 stale ${volatile}`),
      keyslot: row('3 stale'),
      countkeysinslot: row('3 stale'),
      getkeysinslot: row(`4 stale ${volatile}`),
      replicas: row(`3 admin stale ${volatile}`),
      slaves: row(`3 admin stale ${volatile}`),
      setslot: row('-4 admin stale no_async_loading'),
      failover: row('-2 admin stale no_async_loading'),
      help: help('CLUSTER', [
        'COUNTKEYSINSLOT <slot>',
        'FAILOVER [FORCE|TAKEOVER]',
        'GETKEYSINSLOT <slot> <count>',
        'INFO',
        'KEYSLOT <key>',
        'MYID',
        'NODES',
        'REPLICAS <node-id>',
        'SETSLOT <slot> (IMPORTING <node-id>|MIGRATING <node-id>|STABLE|NODE <node-id>)',
        'SHARDS',
        'SLOTS',
      ]),
    },
  },
});
