import { defineConfig } from 'vite';
import preact from '@preact/preset-vite';

/** The player that goes into packages: one page with its assets beside it, wherever an LMS puts them. */
export default defineConfig({
  root: 'web/package',
  base: './',
  plugins: [preact({ reactAliasesEnabled: false })],
  build: {
    outDir: '../../dist/package',
    emptyOutDir: true,
    target: ['chrome111', 'edge111', 'firefox114', 'safari16.4'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
