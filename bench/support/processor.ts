// Time that is ours alone: what else the machine does counts for nothing.

/** Processor ms that this process has taken, its helper threads (which collect garbage) included. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
