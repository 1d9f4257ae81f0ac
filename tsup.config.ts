import { defineConfig } from 'tsup';
import manifest from './package.json' with { type: 'json' };

// The entry points are those of package.json, and each keeps its place: src/vitest/plugin.ts becomes dist/vitest/plugin.js. What they
// share goes to dist/chunks/. docs/decisions/0002-layout-of-dist.md says what follows from that.
const entry = Object.values(manifest.exports)
  .filter((target) => typeof target !== 'string')
  .map((target) => target.default.replace('./dist/', 'src/').replace('.js', '.ts'));

export default defineConfig({
  entry,
  format: 'esm',
  target: 'node22',
  outDir: 'dist',
  clean: true,
  sourcemap: true,
  splitting: true,
  removeNodeProtocol: false,
  silent: true,
  dts: false, // `npm run build` runs tsc for these: tsup's own step fails with TypeScript 7
  esbuildOptions(options) {
    options.chunkNames = 'chunks/[hash]';
  },
});
