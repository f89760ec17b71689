import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Recording } from '../../../domain/api/recording.ts';
import { Card } from '../../ui/card.tsx';
import { formatBytes } from '../../ui/format.ts';
import { texts } from '../../ui/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { Clock, Time } from '../../ui/time.tsx';
import en from '../locales/en/recording.json' with { type: 'json' };

const t = texts('recording', en);

/** What happened, in words with times, oldest first; keeps to the newest unless the reader has scrolled back. */
export function StepLog({ recording }: { recording: Recording }) {
  const list = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const count = recording.events.length;
  useEffect(() => {
    if (follows.current) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [count]);
  if (count === 0) return <p class="quiet">{t('work.noLog')}</p>;
  return (
    <div
      ref={list}
      class="step-log"
      role="log"
      aria-label={t('work.log')}
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < 24;
      }}
    >
      <ol class="step-list">
        {recording.events.map((event, index) => (
          <li key={index}>
            <Time at={event.at} />
            <span>{event.message}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** What is known of the recording. */
export function RecordingFacts({ recording }: { recording: Recording }) {
  const { durationMs, bytes, fileName, transcript } = recording;
  return (
    <Card title={t('work.details')}>
      <dl class="facts">
        {fileName !== null && <Fact name={t('work.facts.file')}>{fileName}</Fact>}
        {durationMs !== null && (
          <Fact name={t('work.facts.length')}>
            <Clock ms={durationMs} />
          </Fact>
        )}
        {bytes !== null && <Fact name={t('work.facts.size')}>{formatBytes(bytes)}</Fact>}
        <Fact name={t('work.facts.boundaries')}>{t(`work.facts.${recording.boundaries}`)}</Fact>
        {recording.files
          .filter(({ role }) => role !== 'recording')
          .map((file) => (
            <Fact key={file.id} name={t(`role.${file.role}`)}>
              {file.fileName}
              {file.role === 'transcript' && transcript && (
                <span class="quiet">, {t('work.facts.cues', { count: transcript.cueCount })}</span>
              )}
            </Fact>
          ))}
      </dl>
    </Card>
  );
}

/** What was repaired or doubted in the files, with lines. */
export function RecordingWarnings({ recording }: { recording: Recording }) {
  const { warnings } = recording;
  if (warnings.length === 0) return null;
  return (
    <Notice tone="warn" title={t('work.warnings')}>
      <ul class="plain-list">
        {warnings.map(({ from, line, message }, index) => (
          <li key={index}>
            {t(`role.${from}`)}: {line === undefined ? message : t('outline.lineProblem', { line, message })}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
