// What a node's engine asks of the cluster that it is part of.
import type { Reply, ReplyError } from '../resp/index.ts';
import type { Argv, Command } from '../table/index.ts';
import type { Session } from './session.ts';

export interface ClusterView {
  /** Where a command must go instead; `undefined`: this node answers it. */
  redirect(session: Session, command: Command, argv: Argv): ReplyError | undefined;
  /** CLUSTER's subcommands. */
  answer(argv: Argv, session: Session): Reply;
  /** A message of a sharded channel, or of any channel, for the other nodes. */
  publish(channel: string, message: string, isSharded: boolean): void;
}
