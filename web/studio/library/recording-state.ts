import type { RecordingSummary } from '../../../domain/api/recording.ts';
import type { BadgeTone } from '../../ui/badge.tsx';
import { texts } from '../../ui/i18n.ts';
import en from '../locales/en/library.json' with { type: 'json' };

const t = texts('library', en);

/** The groups that the library filters by. */
export const stateGroups = ['all', 'working', 'attention', 'ready', 'published'] as const;
export type StateGroup = (typeof stateGroups)[number];

/** What is needed to say where a recording stands. */
export type StateFacts = Pick<
  RecordingSummary,
  'state' | 'failure' | 'chapterCount' | 'chaptersReady' | 'moduleState' | 'publicationCount'
>;

/** Where a recording stands, as a sentence with its tone. */
export function stateSentence(facts: StateFacts): { tone: BadgeTone; words: string } {
  switch (facts.state) {
    case 'uploading':
      return { tone: 'warn', words: t('state.uploading') };
    case 'waiting':
      return { tone: 'warn', words: t('state.waitingForOutline') };
    case 'probing':
      return { tone: 'work', words: t('state.probing') };
    case 'cutting': {
      const at = Math.min(facts.chaptersReady + 1, facts.chapterCount);
      return { tone: 'work', words: t('state.cutting', { at, of: facts.chapterCount }) };
    }
    case 'failed':
      return {
        tone: 'bad',
        words: facts.failure ? t('state.failed', facts.failure) : t('state.failedPlain'),
      };
    case 'cancelled':
      return { tone: 'quiet', words: t('state.cancelled') };
    case 'ready':
      return moduleSentence(facts);
  }
}

/** The group a recording belongs to, beside `all`. */
export function stateGroupOf(facts: StateFacts): Exclude<StateGroup, 'all'> {
  if (facts.state === 'probing' || facts.state === 'cutting') return 'working';
  if (facts.state !== 'ready') return 'attention';
  return facts.moduleState === 'published' ? 'published' : 'ready';
}

function moduleSentence({ moduleState, publicationCount }: StateFacts): { tone: BadgeTone; words: string } {
  if (moduleState === 'retracted') return { tone: 'quiet', words: t('state.retracted') };
  if (moduleState !== 'published') return { tone: 'info', words: t('state.ready') };
  const words =
    publicationCount > 0 ? t('state.publishedIn', { count: publicationCount }) : t('state.published');
  return { tone: 'good', words };
}
