// Adds to package-lock.json the packages of other platforms that npm left out. npm does so when its registry (a mirror, say) lacks them,
// and then refuses its own lock file in `npm ci`. Run it after an `npm install` that changed the lock file: `npm run lock`.
import { readFileSync, writeFileSync } from 'node:fs';

interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, LockedPackage> };

// The parts of a name such as "@rollup/rollup-linux-arm-musleabihf", in the words of npm's fields.
const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

function platformOf(name: string): { cpu: string[]; os: string[]; libc?: string[] } {
  const parts = name.split(/[/-]/);
  const os = systems.filter((system) => parts.includes(system));
  const cpu = processors.filter((processor) => parts.includes(processor));
  if (os.length !== 1 || cpu.length !== 1)
    throw new Error(`which platform is ${name} for? Add its entry by hand`);
  const musl = parts.some((part) => part.startsWith('musl'));
  return os[0] === 'linux' ? { cpu, os, libc: [musl ? 'musl' : 'glibc'] } : { cpu, os };
}

let added = 0;
for (const [path, { dev = false, optionalDependencies = {} }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const own = `${path}/node_modules/${name}`;
    const shared = `node_modules/${name}`;
    if (own in lock.packages || shared in lock.packages || path === '') continue;
    if (!/^\d+\.\d+\.\d+/.test(version))
      throw new Error(`${name}@${version}, wanted by ${path}, is no exact version`);
    lock.packages[shared] = {
      version,
      ...(dev && { dev }),
      optional: true,
      ...platformOf(name),
    } as LockedPackage;
    added++;
  }
}

// In npm's own order.
const inOrder = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(inOrder) }, null, 2)}\n`);
console.log(`package-lock.json: ${added} added`);
