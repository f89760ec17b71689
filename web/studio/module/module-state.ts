import type { Module } from '../../../domain/api/module.ts';
import type { BadgeTone } from '../../ui/badge.tsx';
import { t } from './texts.ts';

/** Where a module stands, as a sentence with its tone. Work going on comes first. */
export function sentenceOfState(module: Module): { tone: BadgeTone; words: string } {
  const count = module.chapters.length;
  const at = findAtWork(module);
  if (at !== undefined) return { tone: 'work', words: t('lead.cutting', { at, count }) };
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

/** The number of the chapter that is being cut, or is next; undefined when no work goes on. */
function findAtWork({ chapters }: Module): number | undefined {
  const cutting = chapters.findIndex(({ state }) => state === 'cutting');
  const at = cutting === -1 ? chapters.findIndex(({ state }) => state === 'waiting') : cutting;
  return at === -1 ? undefined : at + 1;
}
