import type { HTMLAttributes } from 'preact';

// media-chrome declares its elements for React only.
declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'media-controller': MediaElement & {
        nosubtitleslangpref?: boolean;
        breakpoints?: string;
        audio?: boolean;
      };
      'media-chrome-menu': MediaElement & { anchor?: string };
      'media-chrome-menu-item': MediaElement & { type?: string; value?: string; checked?: boolean };
      'media-chrome-menu-button': MediaElement & { invoketarget?: string };
      'media-control-bar': MediaElement;
      'media-play-button': MediaElement;
      'media-seek-backward-button': MediaElement & { seekoffset?: string };
      'media-time-range': MediaElement;
      'media-time-display': MediaElement & { showduration?: boolean; notoggle?: boolean };
      'media-mute-button': MediaElement;
      'media-volume-range': MediaElement;
      'media-captions-button': MediaElement;
      'media-fullscreen-button': MediaElement;
      'media-loading-indicator': MediaElement & { noautohide?: boolean };
      'media-playback-rate-menu': MediaElement & { rates?: string; anchor?: string };
      'media-playback-rate-menu-button': MediaElement;
    }
  }
}

type MediaElement = HTMLAttributes<HTMLElement>;
