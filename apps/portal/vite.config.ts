import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { screensPlugin } from '@yiwang/foundation/ui';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

/** The portal: one chunk per screen file, hashed names, nothing inline (the security policy forbids it). */
export default defineConfig({
  root: here,
  base: '/',
  plugins: [react(), screensPlugin(root, 'portal')],
  build: {
    outDir: 'dist',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // tools/build-screens.ts measures the first page, which is what counts; parts of it load later.
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      // The shared parts have no effect of their own, so that a page carries only those it uses.
      treeshake: { moduleSideEffects: (id) => !id.includes('/foundation/ui/parts/') },
    },
  },
});
