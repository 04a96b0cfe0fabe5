import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import { pages } from './pages.plugin.mjs';
import { texts } from './texts.plugin.mjs';
import { worker } from './worker.plugin.mjs';

const server = 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react(), texts(), pages(), worker()],
  // The contract is read from its sources, so that the app needs no build of it first.
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    assetsDir: 'assets',
    sourcemap: false,
    // What the app starts with is one file on purpose; what it may weigh on the way is measured by the bench (P9).
    chunkSizeWarningLimit: 600,
    // It would come with the app, later than what index.html has named.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      checks: { pluginTimings: false },
      output: {
        codeSplitting: {
          groups: [
            // What the app starts with is one file; a slow network waits once, and not once for each of twenty.
            { name: 'start', tags: ['$initial'], test: (id: string) => !id.includes('/src/worker/'), priority: 2 },
            // What only the ways in have need of is not fetched with a photo.
            { name: 'door', test: /\/(?:account-form|door-page)\b/u, minShareCount: 2, priority: 1.5 },
            // Home shows rolls and no grid.
            {
              name: 'grid',
              test: /\/(?:virtual-core|react-virtual|ui\/(?:photo-grid|grid-|justified-rows|selection)|features\/photos\/(?:photo-days|live-photos|selecting|days|last-visit))\b/u,
              includeDependenciesRecursively: false,
              minShareCount: 2,
              priority: 1.5,
            },
            // What pages share is another: on its own, each piece would be mostly its headers.
            { name: 'shared', test: /\/(?:frontend\/src|contract)\//u, minShareCount: 3, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: {
      '/api': server,
      '/photos': server,
      '/socket.io': { target: server, ws: true },
    },
  },
});
