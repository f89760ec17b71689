import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { LogOut } from 'lucide-preact';
import type { AccountRole } from '../../../domain/person.ts';
import { sentenceOf } from '../../ui/api.ts';
import { Button } from '../../ui/button.tsx';
import { texts } from '../../ui/i18n.ts';
import { showToast } from '../../ui/toast.tsx';
import en from '../locales/en/shell.json' with { type: 'json' };
import { session, signOut } from './session.ts';

const t = texts('shell', en);

/** Who is signed in, and the way out. Escape and a press elsewhere close it. */
export function AccountMenu(props: { name: string; email: string; role: AccountRole }) {
  const [open, setOpen] = useState(false);
  const wrap = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panelId = useId();
  useEffect(() => {
    if (!open) return;
    const closeBeside = (event: Event) => {
      if (event.target instanceof Node && !wrap.current?.contains(event.target)) setOpen(false);
    };
    const closeByKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', closeBeside);
    document.addEventListener('focusin', closeBeside);
    document.addEventListener('keydown', closeByKey);
    return () => {
      document.removeEventListener('pointerdown', closeBeside);
      document.removeEventListener('focusin', closeBeside);
      document.removeEventListener('keydown', closeByKey);
    };
  }, [open]);
  const leave = () =>
    signOut().catch((error: unknown) => showToast({ message: sentenceOf(error), tone: 'bad' }));
  return (
    <div class="account" ref={wrap}>
      <button
        ref={button}
        class="account-button"
        type="button"
        aria-expanded={open}
        aria-controls={panelId}
        onClick={() => setOpen(!open)}
      >
        <span class="unseen">{t('account', { name: props.name || props.email })} </span>
        {initialsOf(props.name || props.email)}
      </button>
      {open && (
        <div class="account-panel" id={panelId}>
          <div class="account-who">
            <div class="small quiet">{t('signedInAs')}</div>
            <div class="strong">{props.name || props.email}</div>
            <div class="quiet">{props.email}</div>
            <div class="quiet">
              {t(props.role)} · {session.value?.organisation?.name}
            </div>
          </div>
          <Button variant="quiet" icon={LogOut} onClick={() => void leave()}>
            {t('signOut')}
          </Button>
        </div>
      )}
    </div>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/[\s.@_-]+/).filter(Boolean);
  const letters = words.slice(0, 2).map((word) => String.fromCodePoint(word.codePointAt(0) ?? 32));
  return letters.join('').toLocaleUpperCase();
}
