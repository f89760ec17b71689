import { render } from 'preact';
import type { LearnApi } from '../learn/learn-api.ts';
import { LearnPage } from '../learn/learn-page.tsx';
import { connectCmi5 } from './lms/cmi5.ts';
import { nobody, type Lms } from './lms/lms.ts';
import { connectScorm } from './lms/scorm.ts';
import { play, readContent } from './play.ts';

const root = document.getElementById('app');
const opened = open();
if (root) {
  render(<LearnPage createApi={() => afterwards(opened)} />, root);
}

async function open(): Promise<LearnApi> {
  const lms = await connect(meta('standard'));
  // After the page's own last reports, which are captured.
  window.addEventListener('pagehide', () => lms.end());
  return play(await readContent(), lms, meta('chapter'));
}

/** What cannot be reached is as good as none: the content plays all the same. */
async function connect(standard: string): Promise<Lms> {
  if (standard === 'scorm-1.2' || standard === 'scorm-2004') return connectScorm(standard);
  return standard === 'cmi5' ? await connectCmi5().catch(() => nobody) : nobody;
}

/** The learner's page asks first and waits then; it goes on with what was opened meanwhile. */
function afterwards(api: Promise<LearnApi>): LearnApi {
  return {
    read: async () => (await api).read(),
    saveProgress: async (...given) => (await api).saveProgress(...given),
    openAttempt: async (...given) => (await api).openAttempt(...given),
    saveResponse: async (...given) => (await api).saveResponse(...given),
    grade: async (...given) => (await api).grade(...given),
    receipt: async () => (await api).receipt(),
    noteOpened: (id) => void api.then((opened) => opened.noteOpened?.(id)),
  };
}

function meta(name: string): string {
  return document.querySelector(`meta[name="afterclass:${name}"]`)?.getAttribute('content') ?? '';
}
