// What is asked of a server in trouble: the slow log, memory, latency. Nothing is slow here, and nothing has a size.
import { ok, type Reply, ReplyError } from '../../resp/index.ts';
import type { Rows } from '../../table/index.ts';
import { integer } from '../arguments.ts';
import { help } from '../help.ts';

const shape = 'admin loading stale';

export const diagnosisRows: Rows = {
  slowlog: {
    shape: '-2',
    subcommands: {
      get: [
        `-2 ${shape} ~request_policy:all_nodes ~nondeterministic_output`,
        '',
        (argv): Reply => {
          if (argv.length > 2 && integer(argv[2]) < -1) {
            throw new ReplyError('ERR count should be greater than or equal to -1');
          }
          return [];
        },
      ],
      len: [
        `2 ${shape} ~request_policy:all_nodes ~response_policy:agg_sum ~nondeterministic_output`,
        '',
        () => 0,
      ],
      reset: [`2 ${shape} ~request_policy:all_nodes ~response_policy:all_succeeded`, '', () => ok],
      help: help('SLOWLOG', ['GET [<count>]', 'LEN', 'RESET']),
    },
  },
  latency: {
    shape: '-2',
    subcommands: {
      latest: [
        '2 admin noscript loading stale ~request_policy:all_nodes ~response_policy:special ~nondeterministic_output',
        '',
        () => [],
      ],
      reset: [
        '-2 admin noscript loading stale ~request_policy:all_nodes ~response_policy:all_succeeded',
        '',
        () => 0,
      ],
      help: help('LATENCY', ['LATEST', 'RESET [<event> ...]']),
    },
  },
};
