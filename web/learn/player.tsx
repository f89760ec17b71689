import { useEffect, useRef, useState } from 'preact/hooks';
import { RotateCcw } from 'lucide-preact';
import type { LearnChapter, PutProgress } from '../../domain/api/learn.ts';
import { Button } from '../ui/button.tsx';
import { formatTime } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { keep } from './keep.ts';
import { QualityButton, QualityMenu } from './quality-menu.tsx';
import { t } from './texts.ts';
import { trackWatching } from './track-watching.ts';
import { usePlayerControls } from './use-player-controls.ts';
import { useQuality, type QualityChoice } from './use-quality.ts';
import '../ui/wave-picture.css';
import './player.css';

/** Nearer to the start or the end than this, a video begins at its start. */
const resumeMarginMs = 4_000;

/** The chapter's video: goes on where the learner left, tells what was watched, and that it ended. */
export function Player(props: {
  chapter: LearnChapter;
  onWatched: (progress: PutProgress, last: boolean) => Promise<void>;
  onEnded: () => void;
  /** Told the media element once it stands: others on the page follow and move it. */
  onMedia: (media: HTMLMediaElement | null) => void;
  /** The video's address no longer works: puts fresh ones into the page and gives the video's. */
  onStale: () => Promise<string>;
}) {
  const { chapter } = props;
  const media = useRef<HTMLMediaElement>(null);
  const hasControls = usePlayerControls(media);
  const quality = useQuality(media, chapter);
  const resume = useResume(media, chapter);
  const failure = useFreshSource(media, props.onStale);
  useWatching(media, props.onWatched);
  useRememberedRate(media);
  useRememberedCaptions(media);
  useEffect(() => {
    props.onMedia(media.current);
  }, []);
  const attributes = {
    slot: 'media',
    src: quality.url,
    'aria-label': t(chapter.hasPicture ? 'video.label' : 'video.soundLabel', { title: chapter.title }),
    preload: 'metadata',
    controls: !hasControls,
    onEnded: props.onEnded,
  } as const;
  return (
    <div class={chapter.hasPicture ? 'player' : 'player player-sound'}>
      {!chapter.hasPicture && chapter.posterUrl !== null && (
        <img class="player-wave wave-picture" src={chapter.posterUrl} alt={t('video.waveform')} />
      )}
      <media-controller
        class="player-box"
        nosubtitleslangpref
        {...(chapter.hasPicture ? {} : { audio: true })}
      >
        {chapter.hasPicture ? (
          <video
            {...attributes}
            ref={(element) => {
              media.current = element;
            }}
            {...(chapter.posterUrl === null ? {} : { poster: chapter.posterUrl })}
            playsInline
          >
            {chapter.captionsUrl !== null && (
              <track
                kind="captions"
                src={chapter.captionsUrl}
                srclang={chapter.captionsLanguage ?? 'en'}
                label={t('video.captions')}
              />
            )}
          </video>
        ) : (
          <audio
            {...attributes}
            ref={(element) => {
              media.current = element;
            }}
          />
        )}
        {hasControls && <Controls hasPicture={chapter.hasPicture} quality={quality} />}
      </media-controller>
      {resume.fromMs !== null && (
        <p class="player-resume" role="status">
          {t('video.continued', { time: formatTime(resume.fromMs) })}
          <Button variant="quiet" small icon={RotateCcw} onClick={resume.restart}>
            {t('video.fromStart')}
          </Button>
        </p>
      )}
      {failure.failed && (
        <div class="player-failure">
          <Notice tone="bad" title={t('video.failed')}>
            <Button small onClick={failure.retry}>
              {t('video.retry')}
            </Button>
          </Notice>
        </div>
      )}
    </div>
  );
}

function Controls({ hasPicture, quality }: { hasPicture: boolean; quality: QualityChoice }) {
  return (
    <>
      {hasPicture && <media-loading-indicator slot="centered-chrome" />}
      <media-playback-rate-menu hidden anchor="auto" rates="0.75 1 1.25 1.5 1.75 2" />
      {quality.choices.length > 0 && <QualityMenu quality={quality} />}
      <media-time-range class="player-range" />
      <media-control-bar>
        <media-play-button />
        <media-seek-backward-button seekoffset="10" />
        <media-mute-button />
        <media-volume-range class="player-volume" />
        <media-time-display showduration notoggle />
        <span class="player-gap" />
        {hasPicture && <media-captions-button ref={asSwitch} />}
        {quality.choices.length > 0 && <QualityButton chosen={quality.chosen} />}
        <media-playback-rate-menu-button />
        {hasPicture && <media-fullscreen-button />}
      </media-control-bar>
    </>
  );
}

/** It tells whether it is on with aria-checked, which a plain button has not. */
function asSwitch(captionsButton: HTMLElement | null): void {
  captionsButton?.setAttribute('role', 'switch');
}

/** Puts the video where the learner left it. */
function useResume(video: { current: HTMLMediaElement | null }, chapter: LearnChapter) {
  const [fromMs, setFromMs] = useState<number | null>(null);
  useEffect(() => {
    const element = video.current;
    const { positionMs, durationMs } = chapter;
    if (element === null || positionMs < resumeMarginMs || positionMs > durationMs - resumeMarginMs)
      return undefined;
    const seek = () => {
      element.currentTime = positionMs / 1000;
      setFromMs(positionMs);
    };
    if (element.readyState >= HTMLMediaElement.HAVE_METADATA) seek();
    else element.addEventListener('loadedmetadata', seek, { once: true });
    return () => element.removeEventListener('loadedmetadata', seek);
  }, [chapter.id]);
  return {
    fromMs,
    restart: () => {
      if (video.current !== null) video.current.currentTime = 0;
      setFromMs(null);
    },
  };
}

function useWatching(
  video: { current: HTMLMediaElement | null },
  onWatched: (progress: PutProgress, last: boolean) => Promise<void>,
): void {
  const report = useRef(onWatched);
  report.current = onWatched;
  useEffect(() => {
    if (video.current === null) return undefined;
    return trackWatching(video.current, (progress, last) => report.current(progress, last));
  }, []);
}

/** A signed address ends after hours: fetches a new one once, goes on at the same place, and only then gives up. */
function useFreshSource(video: { current: HTMLMediaElement | null }, onStale: () => Promise<string>) {
  const [failed, setFailed] = useState(false);
  const renewed = useRef(false);
  const renew = async () => {
    const element = video.current;
    if (element === null) return;
    const at = element.currentTime;
    const goOn = () => {
      element.currentTime = at;
    };
    element.addEventListener('loadedmetadata', goOn, { once: true });
    setFailed(false);
    // Another address loads by itself as it is put in.
    if ((await onStale()) === element.getAttribute('src')) element.load();
  };
  useEffect(() => {
    const element = video.current;
    if (element === null) return undefined;
    const onError = () => {
      if (renewed.current) {
        setFailed(true);
        return;
      }
      renewed.current = true;
      renew().catch(() => setFailed(true));
    };
    const onPlaying = () => {
      renewed.current = false;
    };
    element.addEventListener('error', onError);
    element.addEventListener('playing', onPlaying);
    return () => {
      element.removeEventListener('error', onError);
      element.removeEventListener('playing', onPlaying);
    };
  }, []);
  return { failed, retry: () => void renew().catch(() => setFailed(true)) };
}

/** Captions that the learner switched on or off are so in the next chapter, too. */
function useRememberedCaptions(video: { current: HTMLMediaElement | null }): void {
  useEffect(() => {
    const tracks = video.current?.textTracks;
    if (tracks === undefined) return undefined;
    const captions = () => [...tracks].find(({ kind }) => kind === 'captions');
    const shown = captions();
    if (shown !== undefined && keep.get('captions') === true) shown.mode = 'showing';
    const onChange = () => keep.set('captions', captions()?.mode === 'showing');
    tracks.addEventListener('change', onChange);
    return () => tracks.removeEventListener('change', onChange);
  }, []);
}

/** The speed that the learner chose stays with the next chapter. */
function useRememberedRate(video: { current: HTMLMediaElement | null }): void {
  useEffect(() => {
    const element = video.current;
    if (element === null) return undefined;
    const kept = keep.get('rate');
    if (typeof kept === 'number' && kept >= 0.5 && kept <= 2) element.playbackRate = kept;
    const onChange = () => keep.set('rate', element.playbackRate);
    element.addEventListener('ratechange', onChange);
    return () => element.removeEventListener('ratechange', onChange);
  }, []);
}
