import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  base: './',
  plugins: [react()],
  build: { target: 'es2022', sourcemap: false },
  worker: { format: 'es' },
  test: {
    projects: [
      { extends: true, test: { name: 'unit', include: ['src/**/*.test.ts', 'app/**/*.test.{ts,tsx}'], exclude: ['src/laws/**'] } },
      { extends: true, test: { name: 'laws', include: ['src/laws/**/*.test.ts'], testTimeout: 60_000 } },
    ],
  },
});
