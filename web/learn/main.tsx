import { render } from 'preact';
import { Waiting } from '../ui/progress.tsx';

const root = document.getElementById('app');
if (root) render(<Waiting />, root);
