import type { Signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { AudioLines } from 'lucide-preact';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { t } from './texts.ts';
import './media-elements.ts';
import '../../ui/wave-picture.css';
import './stage-player.css';

/** What the player shows: the whole recording, or one chapter's clip as learners see it. */
export interface Shown {
  kind: 'recording' | 'clip';
  url: string;
  label: string;
  posterUrl: string | null;
  /** False for sound alone: then the poster is its waveform. */
  hasPicture: boolean;
  captionsUrl: string | null;
  /** Changes whenever they do. */
  captionsRevision: number;
  captionsLanguage: string | null;
  /** Where it begins on the recording's clock. */
  offsetMs: number;
}

/** Where on the recording's clock the video is to go; a new object each time, so that one place can be asked for twice. */
export interface SeekRequest {
  ms: number;
}

/** The native video with media-chrome around it. Tells its time on the recording's clock, and goes where it is told. */
export function StagePlayer(props: {
  shown: Shown;
  timeMs: Signal<number>;
  seek: SeekRequest | undefined;
  /** The address has ended: puts fresh ones into the page. */
  onStale: () => Promise<void>;
}) {
  const { shown, timeMs, seek } = props;
  const video = useRef<HTMLVideoElement>(null);
  const failure = useFailure(video, shown.url, props.onStale);
  useEffect(() => {
    const element = video.current;
    if (!element || !seek) return;
    timeMs.value = seek.ms;
    goTo(element, Math.max(0, seek.ms - shown.offsetMs) / 1000);
  }, [seek, shown.url]);
  useEffect(() => followTime(video.current, timeMs, shown.offsetMs), [shown.url, shown.offsetMs]);
  return (
    <div class={shown.hasPicture ? 'stage-player' : 'stage-player stage-sound'}>
      {!shown.hasPicture && <SoundPicture posterUrl={shown.posterUrl} />}
      <media-controller class="stage-box" nosubtitleslangpref>
        <video
          key={shown.url}
          ref={video}
          slot="media"
          src={shown.url}
          {...(shown.posterUrl === null || !shown.hasPicture ? {} : { poster: shown.posterUrl })}
          aria-label={shown.label}
          preload="metadata"
          playsInline
        >
          {shown.captionsUrl !== null && (
            <track
              key={shown.captionsRevision}
              kind="captions"
              src={shown.captionsUrl}
              srclang={shown.captionsLanguage ?? undefined}
              label={t('player.captions')}
            />
          )}
        </video>
        <media-loading-indicator slot="centered-chrome" />
        <media-playback-rate-menu hidden anchor="auto" rates="0.5 1 1.25 1.5 2" />
        {shown.kind === 'clip' && <media-time-range class="stage-range" />}
        <media-control-bar>
          <media-play-button />
          <media-seek-backward-button seekoffset="10" />
          <media-mute-button />
          <media-volume-range class="stage-volume" />
          <media-time-display showduration notoggle />
          <span class="stage-gap" />
          {shown.captionsUrl !== null && <media-captions-button ref={asSwitch} />}
          <media-playback-rate-menu-button />
          <media-fullscreen-button />
        </media-control-bar>
      </media-controller>
      {failure.failed && (
        <div class="stage-failure">
          <Notice tone="bad" title={t(shown.kind === 'recording' ? 'player.noRecording' : 'player.noClip')}>
            <Button small onClick={failure.retry}>
              {t('player.retry')}
            </Button>
          </Notice>
        </div>
      )}
    </div>
  );
}

/** What stands where sound alone has no picture: the waveform of a clip; a recording has its own in the timeline. */
function SoundPicture({ posterUrl }: { posterUrl: string | null }) {
  return (
    <span class="stage-wave">
      {posterUrl === null ? (
        <Icon of={AudioLines} size={48} />
      ) : (
        <img class="wave-picture" src={posterUrl} alt={t('stage.waveform')} />
      )}
    </span>
  );
}

/** It tells whether it is on with aria-checked, which a plain button has not. */
function asSwitch(element: HTMLElement | null): void {
  element?.setAttribute('role', 'switch');
}

/** Seeks at once, or as soon as the video knows its length. */
function goTo(video: HTMLVideoElement, seconds: number): void {
  if (video.readyState >= HTMLMediaElement.HAVE_METADATA) {
    video.currentTime = seconds;
    return;
  }
  video.addEventListener('loadedmetadata', () => (video.currentTime = seconds), { once: true });
}

/** Tells the time at every frame while it plays, and after each seek. */
function followTime(
  video: HTMLVideoElement | null,
  timeMs: Signal<number>,
  offsetMs: number,
): (() => void) | undefined {
  if (!video) return undefined;
  let frame = 0;
  const tell = () => {
    if (!video.seeking) timeMs.value = offsetMs + Math.round(video.currentTime * 1000);
  };
  const run = () => {
    tell();
    frame = requestAnimationFrame(run);
  };
  const stop = () => cancelAnimationFrame(frame);
  const onPlay = () => {
    stop();
    run();
  };
  video.addEventListener('playing', onPlay);
  video.addEventListener('pause', stop);
  video.addEventListener('seeked', tell);
  return () => {
    stop();
    video.removeEventListener('playing', onPlay);
    video.removeEventListener('pause', stop);
    video.removeEventListener('seeked', tell);
  };
}

/** Fetches fresh addresses once when a video does not load; after that it says so. */
function useFailure(video: { current: HTMLVideoElement | null }, url: string, onStale: () => Promise<void>) {
  const [failed, setFailed] = useState(false);
  const renewed = useRef(false);
  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    setFailed(false);
    const onError = () => {
      if (renewed.current) setFailed(true);
      else
        void onStale().then(
          () => element.load(),
          () => setFailed(true),
        );
      renewed.current = true;
    };
    const onLoaded = () => {
      renewed.current = false;
    };
    element.addEventListener('error', onError);
    element.addEventListener('loadeddata', onLoaded);
    return () => {
      element.removeEventListener('error', onError);
      element.removeEventListener('loadeddata', onLoaded);
    };
  }, [url]);
  const retry = () => {
    setFailed(false);
    renewed.current = false;
    video.current?.load();
  };
  return { failed, retry };
}
