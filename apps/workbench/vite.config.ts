import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { screensPlugin } from '@yiwang/foundation/ui';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

/** The workbench: antd, one chunk per screen file, hashed names, no inline script. */
export default defineConfig({
  root: here,
  base: '/desk/',
  plugins: [react(), screensPlugin(root, 'desk')],
  build: {
    outDir: 'dist',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // antd comes in one piece; officers load it once.
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      treeshake: { moduleSideEffects: (id) => !id.includes('/foundation/ui/parts/') },
    },
  },
});
