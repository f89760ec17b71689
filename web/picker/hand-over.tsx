import { useEffect, useRef } from 'preact/hooks';
import type { Picked } from '../../domain/api/picker.ts';
import { Button } from '../ui/button.tsx';
import { t } from './texts.ts';

/**
 * Posts the signed answer to the platform from this browser, as Deep Linking asks. The button does the same where the
 * form does not send itself.
 */
export function HandOver({ answer, count, platform }: { answer: Picked; count: number; platform: string }) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.submit(), []);
  return (
    <main class="picker hand-over">
      <h1>{t('sending.title', { platform })}</h1>
      <p role="status">
        {count === 0 ? t('sending.cancel', { platform }) : t('sending.add', { count, platform })}{' '}
        {t('sending.stuck')}
      </p>
      <form ref={form} method="post" action={answer.returnUrl}>
        <input type="hidden" name="JWT" value={answer.jwt} />
        <Button variant="primary" type="submit">
          {t('sending.go', { platform })}
        </Button>
      </form>
    </main>
  );
}
