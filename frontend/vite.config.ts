import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import { texts } from './texts.plugin.mjs';

const server = 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react(), texts()],
  // The contract is read from its sources, so that the app needs no build of it first.
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    assetsDir: 'assets',
    sourcemap: false,
    rolldownOptions: { checks: { pluginTimings: false } },
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
