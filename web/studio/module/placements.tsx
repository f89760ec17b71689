import { GraduationCap } from 'lucide-preact';
import type { Module } from '../../../domain/api/module.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Time } from '../../ui/time.tsx';
import { CourseStandingDetails } from './course-standing.tsx';
import { ModuleUnsentScores } from './module-unsent-scores.tsx';
import { t } from './texts.ts';

/** The LMS courses in which the module or its chapters are placed, and the scores that did not get there. */
export function Placements({ module }: { module: Module }) {
  if (module.publications.length === 0) {
    return (
      <EmptyState icon={GraduationCap} title={t('placed.none')}>
        {t(module.state === 'published' ? 'placed.how' : 'placed.publishFirst')}
      </EmptyState>
    );
  }
  return (
    <div class="stack">
      <ModuleUnsentScores moduleId={module.id} />
      <ul class="placed">
        {module.publications.map((publication) => {
          const number = module.chapters.findIndex(({ id }) => id === publication.chapterId) + 1;
          return (
            <li key={publication.id}>
              <div class="strong">{publication.contextTitle || t('placed.untitled')}</div>
              <div class="quiet">
                {publication.platformName} ·{' '}
                {number > 0 ? t('placed.chapter', { number }) : t('placed.whole')}
              </div>
              <div class="quiet">
                {t('placed.learners', { count: publication.learnerCount })} · {t('placed.launched')}{' '}
                <Time at={publication.launchedAt} />
              </div>
              <CourseStandingDetails publicationId={publication.id} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
