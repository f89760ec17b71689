import type { ComponentChildren } from 'preact';
import { useEffect, useErrorBoundary } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { Button } from '../../ui/button.tsx';
import { texts } from '../../ui/i18n.ts';
import en from '../locales/en/shell.json' with { type: 'json' };
import { Page } from './page.tsx';

const t = texts('shell', en);

/** Keeps the shell standing when a page breaks, and lets the next page try. */
export function FaultBoundary({ children }: { children: ComponentChildren }) {
  const { path } = useLocation();
  const boundary = useErrorBoundary();
  const error: unknown = boundary[0];
  useEffect(boundary[1], [path]);
  return error === undefined ? <>{children}</> : <Fault />;
}

/** What stands in the place of a page that broke or whose script could not be fetched. */
export function Fault() {
  return (
    <Page title={t('fault.title')}>
      <div class="stack">
        <p>{t('fault.text')}</p>
        <p>
          <Button variant="primary" onClick={() => window.location.reload()}>
            {t('fault.action')}
          </Button>
        </p>
      </div>
    </Page>
  );
}
