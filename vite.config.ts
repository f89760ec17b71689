import { readFile } from 'node:fs/promises';
import { defineConfig, type Plugin } from 'vite';
import preact from '@preact/preset-vite';

const page = (name: string) => `${import.meta.dirname}/web/${name}/index.html`;
const pages = { studio: page('studio'), picker: page('picker'), learn: page('learn'), embed: page('embed') };

/** Each page is web/page.html, standing in the page's own folder: it differs by the main.tsx beside it. */
const onePage: Plugin = {
  name: 'one-page',
  enforce: 'pre',
  resolveId: (id) => (Object.values(pages).includes(id) ? id : null),
  load: (id) =>
    Object.values(pages).includes(id) ? readFile(`${import.meta.dirname}/web/page.html`, 'utf8') : null,
};

/** Four pages that share what they have in common and nothing else; no inline script or style (CSP). */
export default defineConfig({
  root: 'web',
  plugins: [onePage, preact({ reactAliasesEnabled: false })],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: ['chrome111', 'edge111', 'firefox114', 'safari16.4'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: pages,
      // Served by the service, which shows the same scripts on pages of its own.
      external: [/^\/lti\/assets\//],
    },
  },
});
