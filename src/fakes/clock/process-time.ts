// `process.hrtime` and `process.uptime` in a world: virtual time since the world began. What Node would refuse is given to the real function.
import { dress, type Kernel, real, worldInContext } from '../../world/index.ts';

type Time = [seconds: number, nanoseconds: number];

/** Virtual ms can have a fraction (a latency of 0.5); nanoseconds are whole. */
function timeOf({ now }: Kernel): Time {
  const seconds = Math.floor(now / 1000);
  const nanoseconds = Math.round((now - seconds * 1000) * 1e6);
  return nanoseconds === 1e9 ? [seconds + 1, 0] : [seconds, nanoseconds];
}

function sinceWorldBegan(this: unknown, ...args: [time?: Time]): Time {
  const kernel = worldInContext();
  const [since] = args;
  if (kernel === undefined || (since !== undefined && (!Array.isArray(since) || since.length !== 2))) {
    return Reflect.apply(real.hrtime, this, args);
  }
  const now = timeOf(kernel);
  if (since === undefined) return now;
  const seconds = now[0] - since[0];
  const nanoseconds = now[1] - since[1];
  return nanoseconds < 0 ? [seconds - 1, nanoseconds + 1e9] : [seconds, nanoseconds];
}

function bigint(): bigint {
  const kernel = worldInContext();
  if (kernel === undefined) return real.hrtimeBigint();
  const [seconds, nanoseconds] = timeOf(kernel);
  return BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);
}

function uptime(): number {
  const kernel = worldInContext();
  return kernel === undefined ? real.uptime() : kernel.now / 1000;
}

/** By name; what is put on `process`. */
export const processTime = {
  hrtime: Object.assign(dress(sinceWorldBegan, real.hrtime), { bigint: dress(bigint, real.hrtimeBigint) }),
  uptime: dress(uptime, real.uptime),
} as const;
