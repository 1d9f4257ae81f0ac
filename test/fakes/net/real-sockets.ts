// What the operating system itself says of this process's sockets.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The inodes of the sockets that this process has open. */
function ownInodes(): Set<string> {
  const inodes = new Set<string>();
  for (const descriptor of readdirSync('/proc/self/fd')) {
    try {
      const [, inode] = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${descriptor}`)) ?? [];
      if (inode !== undefined) inodes.add(inode);
    } catch {
      // The descriptor of the folder itself is closed by now.
    }
  }
  return inodes;
}

/** How many TCP sockets this process has open: lines of /proc/net/tcp and tcp6 that are its own. */
export function openTcpSockets(): number {
  const own = ownInodes();
  const lines = ['tcp', 'tcp6'].flatMap((table) => {
    try {
      return readFileSync(`/proc/self/net/${table}`, 'utf8').trim().split('\n').slice(1);
    } catch {
      return [];
    }
  });
  return lines.filter((line) => own.has(line.trim().split(/\s+/)[9] as string)).length;
}
