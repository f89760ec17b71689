import { useRef, useState } from 'preact/hooks';
import { sentenceOf } from '../../ui/api.ts';
import { texts } from '../../ui/i18n.ts';
import { showToast } from '../../ui/toast.tsx';
import en from '../locales/en/recording.json' with { type: 'json' };
import { sortFiles, type LeftOutFile } from './sort-files.ts';
import type { useDraft } from './use-draft.ts';
import { useDraftFiles } from './use-draft-files.ts';
import type { useStart } from './use-start.ts';

const t = texts('recording', en);

/**
 * The files of a draft as they are dropped: folders and zips are taken apart, what belongs to another session is left
 * out, and title and outline are taken from what tells them. Failures are told in a toast.
 */
export function useDroppedFiles(draft: ReturnType<typeof useDraft>, start: ReturnType<typeof useStart>) {
  const { text } = draft;
  const [leftOut, setLeftOut] = useState<readonly LeftOutFile[]>([]);
  const [isSorting, setSorting] = useState(false);
  // A folder tells better what the session was called than its recording's file does.
  const isNamed = useRef(false);
  const changeOutline = (outlineText: string) => {
    start.forget('all');
    draft.change({ outlineText });
  };
  const draftFiles = useDraftFiles({
    ...draft,
    onOutline: (outlineText, name) => {
      const before = text.outlineText;
      changeOutline(outlineText);
      const undo = before.trim() === '' ? undefined : () => changeOutline(before);
      showToast({ message: t('files.outlineTaken', { name }), undo });
    },
    onRecording: (fileName) => {
      start.forget('recording');
      if (!isNamed.current && text.title.trim() === '') draft.change({ title: titleOf(fileName) });
    },
  });
  const sortAndAdd = async (dropped: readonly File[]) => {
    setSorting(true);
    const sorted = await sortFiles(dropped).finally(() => setSorting(false));
    setLeftOut((before) => [...before, ...sorted.leftOut]);
    const { title, beganAt } = sorted;
    if (beganAt !== undefined) {
      draft.change({ beganAt });
      // Chats that tell times of day are counted from it as they come.
      await draft.saveNow();
    }
    if (title !== undefined && text.title.trim() === '') {
      isNamed.current = true;
      draft.change({ title });
    }
    await draftFiles.add(sorted.files);
  };

  const { files } = draftFiles;
  return {
    files,
    leftOut,
    isSorting,
    changeOutline,
    add: (dropped: readonly File[]) => {
      if (dropped.length > 0) void orToast(sortAndAdd(dropped));
    },
    changeRole: (...change: Parameters<typeof draftFiles.changeRole>) =>
      void orToast(draftFiles.changeRole(...change)),
    remove: (...which: Parameters<typeof draftFiles.remove>) => void orToast(draftFiles.remove(...which)),
    /** Adds a file that was left out, as the person wants it. */
    addLeftOut: (file: File) => {
      setLeftOut((all) => all.filter((one) => one.file !== file));
      void orToast(draftFiles.add([{ file }]));
    },
    forgetLeftOut: () => setLeftOut([]),
    hasRecording: files.some(({ role }) => role === 'recording'),
    /** As the service knows it, else as this browser read it. */
    lengthMs:
      draft.recording?.durationMs ??
      files.find(({ role, isSecond }) => role === 'recording' && !isSecond)?.recognised?.durationMs ??
      null,
  };
}

/** `2026-03-12_q1-review.mp4` as a title to begin with: `2026-03-12 q1-review`. */
function titleOf(fileName: string): string {
  return fileName
    .replace(/\.[^.]+$/, '')
    .replaceAll('_', ' ')
    .trim();
}

async function orToast(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => showToast({ message: sentenceOf(error), tone: 'bad' }));
}
