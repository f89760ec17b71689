import { render } from 'preact';
import { App } from './app.tsx';
import { guardUploads } from './uploads/uploads.ts';

guardUploads();
const root = document.getElementById('app');
if (root) render(<App />, root);
