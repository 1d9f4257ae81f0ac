// The kernel: what the rest of the package may use of it.
export { Agenda } from './agenda.ts';
export { assertFunction, assertName, isLatency, isWallTime, latencyIs, show } from './arguments.ts';
export { isCancellation } from './cancellation.ts';
export { worldInContext } from './context.ts';
export { describeActivity, isEndless, livelock } from './diagnose.ts';
export { dress, replace, replaceAll } from './dress.ts';
export type { ManualDrive, Outcome as WorldOutcome } from './driver.ts';
export * from './errors.ts';
export {
  ContextEvent,
  type EventInit,
  Occurrence,
  type PendingEvent,
  type Phase,
  PointEvent,
  type Scheduled,
  WindowEvent,
} from './event.ts';
export { faultyEffect, type IoFault } from './fault.ts';
export type { Hold } from './hold.ts';
export { hub, real } from './hub.ts';
export { inert } from './inert.ts';
export { type IoOptions, performIo, sleep, validateEvent } from './io.ts';
export {
  type Choice,
  Kernel,
  type KernelOptions,
  type Latency,
  type Leftover,
  type Picker,
} from './kernel.ts';
export { type Probe, probe } from './probe.ts';
export { enterProcess, forwardToProcess, leaveProcess, raiseInWorld } from './process.ts';
export { hashOfSeed, RandomSource } from './random.ts';
export { describeSite, mapFramesWith, type Site, takeSite } from './site.ts';
export { type Activity, type Outcome, type Span, SpanRecord } from './span.ts';
export { spawn, type Task, taskProperties } from './task.ts';
export { TaskContext, type Wait } from './task-context.ts';
export type { Trace, TraceEntry } from './trace.ts';
export { version } from './version.ts';
