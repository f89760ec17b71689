import { render } from 'preact';
import { PickerPage } from './picker-page.tsx';

const root = document.getElementById('app');
// The page's address is /pick/:launchId.
const launchId = location.pathname.split('/')[2] ?? '';
if (root) render(<PickerPage launchId={launchId} />, root);
