import escapement from 'escapement/plugin';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // What the tests have shown is written to contracts.md and contracts.html, and checked in CI.
  plugins: [escapement({ contracts: { title: 'What the patterns promise' } })],
  test: { reporters: ['tree'] },
});
