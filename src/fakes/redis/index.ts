// `escapement/redis`: a Redis server on the in-memory network, for clients unmodified.
export type { RedisCluster } from './cluster/index.ts';
export type { FaultScope } from './faults.ts';
export type { RedisCommand } from './log.ts';
export { UnsupportedRedisCommandError } from './missing.ts';
export type { RedisClusterOptions, RedisOptions } from './options.ts';
export type { RedisReply } from './plain.ts';
export { redis } from './redis.ts';
export type { RedisServer } from './server.ts';
