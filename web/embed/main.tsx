import { render } from 'preact';
import type { Embedded, EmbeddedGrade, EmbeddedQuestions } from '../../domain/api/embed.ts';
import { keep } from '../learn/keep.ts';
import type { LearnApi } from '../learn/learn-api.ts';
import { LearnPage } from '../learn/learn-page.tsx';
import { createLocalApi, noReceipt } from '../learn/local/create-local-api.ts';
import type { Grader, LocalModule } from '../learn/local/local-module.ts';
import type { Memory } from '../learn/local/memory.ts';
import { packMemory, unpackMemory, type MemoryKeys } from '../learn/local/pack-memory.ts';
import { createApi, trusted } from '../ui/api.ts';

const root = document.getElementById('app');
// The page's address is /embed/:key.
const address = `/api/embed/${encodeURIComponent(location.pathname.split('/')[2] ?? '')}`;
const api = createApi({ headers: () => ({}) });
/** What a browser keeps of its reader, in this browser alone. */
const maxMemory = 100_000;

if (root) render(<LearnPage createApi={() => publicApi()} />, root);

interface OpenPage {
  module: LocalModule;
  api: LearnApi;
}

/** Fetches the page when it is first asked for; when it is asked for again, what was done stays and addresses are fresh. */
function publicApi(): LearnApi {
  let opened: Promise<OpenPage> | undefined;
  const local = async () => (await (opened ??= open())).api;
  return {
    read: async () => {
      if (opened === undefined) return (await local()).read();
      const { module, api: page } = await opened.catch(() => (opened = open()));
      Object.assign(module, await api.get(address, trusted<Embedded>()));
      return page.read();
    },
    saveProgress: async (...given) => (await local()).saveProgress(...given),
    openAttempt: async (...given) => (await local()).openAttempt(...given),
    saveResponse: async (...given) => (await local()).saveResponse(...given),
    grade: async (...given) => (await local()).grade(...given),
    receipt: () => Promise.resolve(noReceipt),
    noteOpened: (id) => void local().then((opened) => opened.noteOpened?.(id)),
  };
}

async function open(): Promise<OpenPage> {
  const page = await api.get(address, trusted<Embedded>());
  const module: LocalModule = { ...page, platformName: '', learnerName: '', role: 'learner', graded: true };
  const keys: MemoryKeys = {
    chapterIds: page.chapters.map(({ id }) => id),
    fileIds: [...page.chapters, page].flatMap(({ attachments }) => attachments.map(({ id }) => id)),
  };
  const kept = keep.get(address);
  const memory = unpackMemory(typeof kept === 'string' ? kept : '', keys);
  const keepHere = (changed: Memory) => {
    keep.set(address, packMemory(changed, keys, maxMemory));
    return Promise.resolve(noReceipt);
  };
  return { module, api: createLocalApi(module, grader, { memory, keep: keepHere }) };
}

/** The right answers stay with the service: it grades, and keeps nothing. */
const grader: Grader = {
  ask: async (chapterId) => {
    const path = `${address}/chapters/${chapterId}/questions`;
    return await api.get(path, trusted<EmbeddedQuestions>());
  },
  grade: (chapterId, responses) =>
    api.post(`${address}/chapters/${chapterId}/grade`, trusted<EmbeddedGrade>(), { body: { responses } }),
};
