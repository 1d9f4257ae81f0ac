import escapement from 'escapement/plugin';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [escapement()],
});
