import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import iconUrl from '../../ui/icon.svg';
import { texts } from '../../ui/i18n.ts';
import { Toasts } from '../../ui/toast.tsx';
import en from '../locales/en/shell.json' with { type: 'json' };
import { AccountMenu } from './account-menu.tsx';
import { session } from './session.ts';
import { UploadLine } from './upload-line.tsx';
import './shell.css';

const t = texts('shell', en);

/** What surrounds every page of a signed-in person: skip link, top bar, content, toasts. */
export function Shell({ children }: { children: ComponentChildren }) {
  const { path } = useLocation();
  const user = session.value?.user;
  const links = [
    { href: '/', label: t('library'), here: path === '/' || /^\/(recordings|modules)\//.test(path) },
    ...(user?.role === 'administrator'
      ? [
          { href: '/platforms', label: t('platforms'), here: path.startsWith('/platforms') },
          { href: '/settings', label: t('settings'), here: path.startsWith('/settings') },
        ]
      : []),
  ];
  return (
    <>
      <a class="skip" href="#content">
        {t('skip')}
      </a>
      <header class="bar">
        <div class="bar-in">
          <a class="brand" href="/" aria-label="Afterclass">
            <img src={iconUrl} alt="" width={24} height={24} />
            <span>Afterclass</span>
          </a>
          <nav class="nav" aria-label={t('main')}>
            {links.map((link) => (
              <a key={link.href} href={link.href} aria-current={link.here ? 'page' : undefined}>
                {link.label}
              </a>
            ))}
          </nav>
          <UploadLine />
          {user && <AccountMenu name={user.name} email={user.email} role={user.role} />}
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <Toasts />
    </>
  );
}
