// How a rejection says that it is a cancellation: by its name, as the platform has it (DOM's AbortSignal, Node's ABORT_ERR), and asyncio.
const names = new Set<unknown>(['AbortError', 'CancelledError']);

export function isCancellation(reason: unknown): boolean {
  return typeof reason === 'object' && reason !== null && names.has((reason as Error).name);
}
