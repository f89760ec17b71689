import { useState } from 'preact/hooks';
import {
  courseStandingSchema,
  type CourseStanding,
  type PersonStanding,
} from '../../../domain/api/standing.ts';
import { Badge, type BadgeTone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { useResource } from '../../ui/use-resource.ts';
import { api } from '../shell/session.ts';
import { t } from './texts.ts';
import '../../ui/disclosure.css';
import './course-standing.css';

/** Who of a course has finished, is under way or has not started; the LMS is asked when it is opened. */
export function CourseStandingDetails({ publicationId }: { publicationId: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details class="disclosure" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{t('standing.title')}</summary>
      {isOpen && <People publicationId={publicationId} />}
    </details>
  );
}

function People({ publicationId }: { publicationId: string }) {
  const path = `/api/publications/${publicationId}/standing`;
  const found = useResource((signal) => api.get(path, courseStandingSchema, { signal }), [path]);
  if (found.value === undefined) {
    if (found.failure === undefined) return <Waiting bars={[20, 20, 20]} />;
    return (
      <p role="alert">
        {found.failure} <Button onClick={() => void found.reload()}>{t('standing.retry')}</Button>
      </p>
    );
  }
  return <Found standing={found.value} />;
}

const order = ['not-started', 'under-way', 'finished'] as const;

function Found({ standing }: { standing: CourseStanding }) {
  const { people, roster, reason, chapterCount } = standing;
  return (
    <>
      {roster !== 'whole' && (
        <p class="quiet">
          {t(`standing.roster.${roster}`)} {reason}
        </p>
      )}
      {people.length === 0 && <p class="quiet">{t('standing.nobody')}</p>}
      <ul class="standing-people">
        {order.flatMap((one) =>
          people
            .filter((person) => person.standing === one)
            .map((person) => <Person person={person} chapterCount={chapterCount} />),
        )}
      </ul>
    </>
  );
}

const tones: Record<PersonStanding['standing'], BadgeTone> = {
  'not-started': 'quiet',
  'under-way': 'info',
  finished: 'good',
};

function Person({ person, chapterCount }: { person: PersonStanding; chapterCount: number }) {
  const { name, standing, completed } = person;
  return (
    <li>
      <span class="grow">{name || t('standing.unnamed')}</span>
      {standing === 'under-way' && chapterCount > 1 && (
        <span class="quiet figures">{t('standing.completed', { completed, count: chapterCount })}</span>
      )}
      <Badge tone={tones[standing]}>{t(`standing.states.${standing}`)}</Badge>
    </li>
  );
}
