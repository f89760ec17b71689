import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import { ChevronUp } from 'lucide-preact';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Notice } from '../ui/notice.tsx';
import { t } from './texts.ts';
import type { TranscriptProps } from './transcript/transcript.tsx';

/** What is said in the chapter, folded until it is wanted; it comes with a part of the page that is loaded then. */
export function TranscriptPanel(props: TranscriptProps) {
  const [isOpen, setOpen] = useState(false);
  const [part, setPart] = useState<{ Transcript?: ComponentType<TranscriptProps>; failed?: boolean }>({});
  const load = () => {
    setPart({});
    import('./transcript/transcript.tsx').then(
      ({ Transcript }) => setPart({ Transcript }),
      () => setPart({ failed: true }),
    );
  };
  const toggle = () => {
    setOpen(!isOpen);
    if (!isOpen && part.Transcript === undefined) load();
  };
  const { Transcript } = part;
  return (
    <Card
      title={t('transcript.title')}
      flush
      actions={
        <Button
          variant={isOpen ? 'quiet' : 'normal'}
          small
          icon={isOpen ? ChevronUp : undefined}
          onClick={toggle}
        >
          {t(isOpen ? 'transcript.hide' : 'transcript.show')}
        </Button>
      }
    >
      {isOpen && part.failed && (
        <div class="card-body">
          <Notice tone="bad" title={t('transcript.failed')}>
            <Button small onClick={load}>
              {t('trouble.retry')}
            </Button>
          </Notice>
        </div>
      )}
      {isOpen && Transcript && <Transcript {...props} />}
    </Card>
  );
}
