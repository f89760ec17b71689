import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { ErrorBoundary, LocationProvider, Route, Router, lazy, useLocation } from 'preact-iso';
import { Button, LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { texts } from '../ui/i18n.ts';
import { useAction } from '../ui/use-action.ts';
import en from './locales/en/shell.json' with { type: 'json' };
import { SignInPage } from './account/sign-in-page.tsx';
import { Fault, FaultBoundary } from './shell/fault.tsx';
import { Page } from './shell/page.tsx';
import { SessionEnded } from './shell/session-ended.tsx';
import { loadSession, session } from './shell/session.ts';
import { Shell } from './shell/shell.tsx';
import { LibraryPage } from './library/library-page.tsx';

const t = texts('shell', en);

const SetUpPage = page(() => import('./account/set-up-page.tsx').then((file) => file.SetUpPage));
const WelcomePage = page(() => import('./account/welcome-page.tsx').then((file) => file.WelcomePage));
const NewRecordingPage = page(() =>
  import('./recording/new-recording-page.tsx').then((file) => file.NewRecordingPage),
);
const RecordingPage = page(() => import('./recording/recording-page.tsx').then((file) => file.RecordingPage));
const PlatformsPage = page(() => import('./platforms/platforms-page.tsx').then((file) => file.PlatformsPage));
const SettingsPage = page(() => import('./settings/settings-page.tsx').then((file) => file.SettingsPage));
const ModulePage = page(() => import('./module/module-page.tsx').then((file) => file.ModulePage));
const QuizPage = page(() => import('./quiz/quiz-page.tsx').then((file) => file.QuizPage));

/** A page whose script comes when it is opened; when that is gone (a newer version runs), a word and a Reload button. */
function page(load: () => Promise<ComponentType>): ComponentType {
  return lazy(() => load().catch(() => Fault));
}

/** The studio: pages for those who are not signed in, and everything else inside the shell. */
export function App() {
  return (
    <LocationProvider>
      <ErrorBoundary>
        <Door />
      </ErrorBoundary>
    </LocationProvider>
  );
}

function Door() {
  const { path } = useLocation();
  const opening = useAction(loadSession);
  useEffect(() => void opening.run(), []);
  if (opening.failure) return <Unreachable sentence={opening.failure} retry={() => void opening.run()} />;
  if (!session.value) return null;
  if (path === '/set-up') return <SetUpPage />;
  if (path === '/welcome') return <WelcomePage />;
  if (!session.value.user) return <SignInPage />;
  return (
    <>
      <Shell>
        <FaultBoundary>
          <Pages />
        </FaultBoundary>
      </Shell>
      <SessionEnded />
    </>
  );
}

function Pages() {
  const isAdministrator = session.value?.user?.role === 'administrator';
  return (
    <Router>
      <Route path="/" component={LibraryPage} />
      <Route path="/sign-in" component={LibraryPage} />
      <Route path="/recordings/new" component={NewRecordingPage} />
      <Route path="/recordings/:id" component={RecordingPage} />
      <Route path="/modules/:id" component={ModulePage} />
      <Route path="/modules/:id/chapters/:chapterId/quiz" component={QuizPage} />
      <Route path="/platforms" component={isAdministrator ? PlatformsPage : NoAccess} />
      <Route path="/settings" component={isAdministrator ? SettingsPage : NoAccess} />
      <Route default component={NotFound} />
    </Router>
  );
}

function Unreachable(props: { sentence: string; retry: () => void }) {
  return (
    <main>
      <EmptyState
        title={t('unreachable.title')}
        actions={
          <Button variant="primary" onClick={props.retry}>
            {t('unreachable.action')}
          </Button>
        }
      >
        {props.sentence}
      </EmptyState>
    </main>
  );
}

function NoAccess() {
  return (
    <Page title={t('noAccess.title')}>
      <p>{t('noAccess.text', { organisation: session.value?.organisation?.name ?? '' })}</p>
    </Page>
  );
}

function NotFound() {
  return (
    <Page title={t('notFound.title')}>
      <div class="stack">
        <p>{t('notFound.text')}</p>
        <p>
          <LinkButton href="/">{t('notFound.action')}</LinkButton>
        </p>
      </div>
    </Page>
  );
}
