import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-preact';
import type { Platform } from '../../../domain/api/platform.ts';
import { texts } from '../../ui/i18n.ts';
import { Icon } from '../../ui/icon.tsx';
import { Time } from '../../ui/time.tsx';
import en from '../locales/en/platforms.json' with { type: 'json' };

const t = texts('platforms', en);

const parts = ['keys', 'login', 'launch', 'deepLink', 'score', 'roster'] as const;

/** A tick for each part of the connection, with when it last worked or why it did not. */
export function PlatformChecks({ checks }: { checks: Platform['checks'] }) {
  return (
    <ul class="checks" aria-label={t('checks.title')}>
      {parts.map((part) => {
        const check = checks[part];
        const state = check === null ? 'never' : check.ok ? 'worked' : 'failed';
        const drawing = { never: CircleDashed, worked: CircleCheck, failed: CircleAlert }[state];
        return (
          <li key={part} class={`platform-check platform-check-${state}`}>
            <Icon of={drawing} size={17} />
            <div>
              <div class="strong">{t(`checks.${part}`)}</div>
              <div class="quiet small">
                {t(`checks.${state}`)}
                {check && (
                  <>
                    {' '}
                    <Time at={check.at} />
                  </>
                )}
              </div>
              {check?.ok === false && check.message && <div class="platform-check-why">{check.message}</div>}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
