import { useEffect, useRef } from 'preact/hooks';
import { signal } from '@preact/signals';
import { CircleAlert, CircleCheck, X } from 'lucide-preact';
import en from './locales/en/ui.json' with { type: 'json' };
import { Button, IconButton } from './button.tsx';
import { texts } from './i18n.ts';
import { Icon } from './icon.tsx';
import './toast.css';

const t = texts('ui', en);

/** A short word about what was just done, with a way back where there is one. */
export interface Toast {
  message: string;
  tone?: 'good' | 'bad' | undefined;
  undo?: (() => void) | undefined;
}

const shown = signal<readonly (Toast & { id: number })[]>([]);
let lastId = 0;

/** Shows a toast: 6 seconds, 12 with an Undo, longer while the pointer or focus is on it. At most three at once. */
export function showToast(toast: Toast): void {
  lastId += 1;
  shown.value = [...shown.value.slice(-2), { ...toast, id: lastId }];
}

/** Where toasts appear; once in each app. */
export function Toasts() {
  return (
    <div class="toasts" role="region" aria-label={t('notifications')} aria-live="polite">
      {shown.value.map((toast) => (
        <ToastCard key={toast.id} toast={toast} onClose={() => dismiss(toast.id)} />
      ))}
    </div>
  );
}

function dismiss(id: number): void {
  shown.value = shown.value.filter((toast) => toast.id !== id);
}

function ToastCard({ toast, onClose }: { toast: Toast & { id: number }; onClose: () => void }) {
  const restMs = toast.undo ? 12_000 : 6_000;
  const timer = useRef(0);
  const run = () => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(onClose, restMs);
  };
  const hold = () => window.clearTimeout(timer.current);
  useEffect(() => {
    run();
    return hold;
  }, [toast.id]);
  return (
    <div
      class={`toast toast-${toast.tone ?? 'good'}`}
      onMouseEnter={hold}
      onMouseLeave={run}
      onFocusIn={hold}
      onFocusOut={run}
    >
      <Icon of={toast.tone === 'bad' ? CircleAlert : CircleCheck} />
      <span class="grow">{toast.message}</span>
      {toast.undo && (
        <Button
          variant="quiet"
          small
          onClick={() => {
            toast.undo?.();
            onClose();
          }}
        >
          {t('button.undo')}
        </Button>
      )}
      <IconButton small icon={X} label={t('button.dismiss')} onClick={onClose} />
    </div>
  );
}
