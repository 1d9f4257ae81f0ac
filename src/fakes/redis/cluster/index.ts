// Cluster mode: nodes, slots, redirections.
export { type RedisCluster, WorldCluster } from './cluster.ts';
