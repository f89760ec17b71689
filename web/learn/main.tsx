import { render } from 'preact';
import { fitFrame } from './fit-frame.ts';
import { createLearnApi } from './learn-api.ts';
import { LearnPage } from './learn-page.tsx';

const root = document.getElementById('app');
// The page's address is /learn/:launchId.
const launchId = location.pathname.split('/')[2] ?? '';
if (root) {
  render(<LearnPage createApi={(onEnded) => createLearnApi(launchId, onEnded)} />, root);
  fitFrame(root);
}
