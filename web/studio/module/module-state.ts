import type { Module } from '../../../domain/api/module.ts';
import type { BadgeTone } from '../../ui/badge.tsx';
import { t } from './texts.ts';

/** Where a module stands, as a sentence with its tone. Work going on comes first. */
export function sentenceOfState(module: Module): { tone: BadgeTone; words: string } {
  const waiting = module.chapters.filter(({ state }) => state === 'waiting' || state === 'cutting').length;
  const count = module.chapters.length;
  if (waiting > 0) return { tone: 'work', words: t('lead.cutting', { at: count - waiting + 1, count }) };
  if (module.state === 'published') return published(module);
  if (module.state === 'retracted') return { tone: 'quiet', words: t('lead.retracted') };
  if (module.obstacles.length > 0) return { tone: 'warn', words: t('lead.notReady') };
  return { tone: 'info', words: t('lead.draft') };
}

function published({ publications }: Module): { tone: BadgeTone; words: string } {
  const courses = new Set(
    publications.map(({ platformName, contextTitle }) => `${platformName}\n${contextTitle}`),
  ).size;
  if (courses === 0) return { tone: 'good', words: t('lead.published') };
  return { tone: 'good', words: t('lead.publishedIn', { count: courses }) };
}
