import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { recordingSchema } from '../../../domain/api/recording.ts';
import type { Problem } from '../../../domain/formats/text.ts';
import { ApiError, wasAborted } from '../../ui/api.ts';
import { texts } from '../../ui/i18n.ts';
import { useAction } from '../../ui/use-action.ts';
import en from '../locales/en/recording.json' with { type: 'json' };
import { api } from '../shell/session.ts';
import { readOutlineDraft } from './outline-draft.ts';
import type { useDraft } from './use-draft.ts';

const t = texts('recording', en);

/** What a draft lacks before chapters can be made of it, in sentences. */
interface Missing {
  recording?: string;
  outline?: string;
}

/** Makes chapters of a draft, or says what it lacks; then goes to the recording's page. */
export function useStart(draft: ReturnType<typeof useDraft>) {
  const { route } = useLocation();
  const [missing, setMissing] = useState<Missing>({});
  /** Lines of the outline that the service refused. */
  const [refused, setRefused] = useState<readonly Problem[]>([]);
  const start = useAction(async () => {
    if (!(await draft.saveNow())) throw new ApiError('not-saved', t('new.notSaved'), 0);
    const id = await draft.ensure();
    await api.post(`/api/recordings/${id}/start`, recordingSchema);
    route(`/recordings/${id}`);
  });
  useEffect(() => {
    if (start.error instanceof ApiError && start.error.code.startsWith('outline-')) {
      setRefused(start.error.problems.map(withoutPath));
      setMissing({ outline: start.error.message });
    }
  }, [start.error]);

  return {
    busy: start.busy,
    /** Why it failed, where no field says so. */
    failure: missing.outline || wasAborted(start.error) ? undefined : start.failure,
    missing,
    refused,
    /** Once the draft is changed, what was said of it may be wrong. */
    forget(what: 'recording' | 'all') {
      setMissing({});
      if (what === 'all') setRefused([]);
    },
    async run(form: { hasRecording: boolean; lengthMs: number | null }) {
      const found = {
        ...(form.hasRecording ? {} : { recording: t('new.noRecording') }),
        ...lackOfOutline(draft.text.outlineText, form.lengthMs),
      };
      setMissing(found);
      if (Object.keys(found).length === 0) await start.run();
    },
  };
}

function lackOfOutline(text: string, lengthMs: number | null): Missing {
  const outline = readOutlineDraft(text, lengthMs);
  if (outline.isEmpty) return { outline: t('new.noOutline') };
  const isWrong = outline.problems.length > 0 || outline.chapters.some(({ isBeyond }) => isBeyond);
  return isWrong ? { outline: t('new.badOutline') } : {};
}

function withoutPath({ line, message, suggestion }: ApiError['problems'][number]): Problem {
  return {
    message,
    ...(line === undefined ? {} : { line }),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}
