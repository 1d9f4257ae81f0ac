// A command as MONITOR shows it.

/** `946684800.000000 [0 127.0.0.1:6379] "set" "key" "value"`. */
export function monitorLine(now: number, database: number, address: string, argv: readonly string[]): string {
  const seconds = `${Math.floor(now / 1000)}.${String(now % 1000).padStart(3, '0')}000`;
  return `${seconds} [${database} ${address}] ${argv.map(quote).join(' ')}`;
}

const named: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\x07': '\\a',
  '\b': '\\b',
};

/** Quoted, what cannot be printed escaped (sds.c, sdscatrepr). */
function quote(bytes: string): string {
  return `"${bytes.replace(/[^ !#-[\]-~]/g, (char) => named[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)}"`;
}
