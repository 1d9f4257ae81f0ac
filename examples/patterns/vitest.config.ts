import escapement from 'escapement/plugin';
import ContractReporter from 'escapement/reporter';
import { defineConfig } from 'vitest/config';

// What the tests have shown is written to contracts.md and contracts.html.
export default defineConfig({
  plugins: [escapement()],
  test: { reporters: ['tree', new ContractReporter({ title: 'What the patterns promise' })] },
});
