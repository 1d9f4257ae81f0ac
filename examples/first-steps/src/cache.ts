const day = 24 * 60 * 60 * 1000;

/** Remembers what `load` gave for a key, for a day. */
export function remember<T>(load: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const entries = new Map<string, { readonly value: Promise<T>; readonly loadedAt: number }>();
  return (key) => {
    const known = entries.get(key);
    if (known !== undefined && Date.now() - known.loadedAt < day) return known.value;
    const value = load(key);
    entries.set(key, { value, loadedAt: Date.now() });
    return value;
  };
}
