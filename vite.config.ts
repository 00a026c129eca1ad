// How the site is built and how the unit tests run. The page must work from any static host, under any path, offline after the first
// visit, and under a content policy that lets nothing in from elsewhere.
import react from '@vitejs/plugin-react';
import type { PluginOption } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';

// Styles set on elements by script go through the CSSOM and need no exception. data: and blob: pictures are the exported ones.
const policy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
].join('; ');

/** Only in the build: the development server needs inline scripts for its own reloading. */
function contentPolicy(): PluginOption {
  return {
    name: 'content-policy',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: policy }, injectTo: 'head-prepend' },
    ],
  };
}

/**
 * A service worker that keeps every file of this version. A new version waits until the last page of the old one is closed, so that
 * nobody's page loses the chunks it was built with.
 */
function offline(): PluginOption {
  return VitePWA({
    registerType: 'prompt',
    injectRegister: 'script-defer',
    manifest: false,
    workbox: {
      globPatterns: ['**/*.{html,js,css,svg,png,woff2,webmanifest,json,csv,txt}'],
      maximumFileSizeToCacheInBytes: 4_000_000,
      inlineWorkboxRuntime: true,
      cleanupOutdatedCaches: true,
      // Links carry the design behind the #, which never reaches the server: one page answers every address.
      navigateFallback: 'index.html',
    },
  });
}

/** Constants go into the code and stay constants: the simulation runs a sixth faster than with variables for them. */
const constants = { optimization: { inlineConst: { mode: 'all', pass: 3 } }, output: { topLevelVar: false } } as const;

export default defineConfig({
  base: './',
  plugins: [react(), contentPolicy(), offline()],
  build: { target: 'es2022', sourcemap: false, assetsInlineLimit: 0, reportCompressedSize: false, chunkSizeWarningLimit: 1500 },
  worker: {
    format: 'es',
    rollupOptions: { ...constants, output: { ...constants.output, entryFileNames: 'assets/worker-[name]-[hash].js' } },
  },
  test: {
    setupFiles: ['.ci/properties.mjs'],
    coverage: { provider: 'v8', include: ['src/**/*.ts', 'app/**/*.{ts,tsx}'], exclude: ['src/tidy/**', 'src/laws/**'] },
    projects: [
      {
        extends: true,
        test: { name: 'unit', testTimeout: 30_000, include: ['src/**/*.test.ts', 'app/**/*.test.{ts,tsx}'], exclude: ['src/laws/**'] },
      },
      { extends: true, test: { name: 'laws', include: ['src/laws/**/*.test.ts'], testTimeout: 60_000 } },
    ],
  },
});
