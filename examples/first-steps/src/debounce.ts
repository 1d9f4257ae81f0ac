/** Calls `action` once, `ms` after the last call. */
export function debounce<A extends unknown[]>(
  action: (...args: A) => void,
  ms: number,
): (...args: A) => void {
  let timer: NodeJS.Timeout | undefined;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(action, ms, ...args);
  };
}
