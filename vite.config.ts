import { defineConfig } from 'vite';
import preact from '@preact/preset-vite';

const page = (name: string) => `${import.meta.dirname}/web/${name}/index.html`;

/** Three pages that share what they have in common and nothing else; no inline script or style (CSP). */
export default defineConfig({
  root: 'web',
  plugins: [preact({ reactAliasesEnabled: false })],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: ['chrome111', 'edge111', 'firefox114', 'safari16.4'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { studio: page('studio'), picker: page('picker'), learn: page('learn'), embed: page('embed') },
      // Served by the service, which shows the same scripts on pages of its own.
      external: [/^\/lti\/assets\//],
    },
  },
});
