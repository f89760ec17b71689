import { Film } from 'lucide-preact';
import { Icon } from '../../ui/icon.tsx';
import '../../ui/wave-picture.css';
import './poster.css';

/** A recording's picture in the form 16:9, or its place while there is none. Says nothing: its title stands beside it. */
export function Poster({ url, hasPicture }: { url: string | null; hasPicture: boolean }) {
  return (
    <span class="poster">
      {url ? (
        <img
          class={hasPicture ? undefined : 'wave-picture'}
          src={url}
          alt=""
          loading="lazy"
          width={160}
          height={90}
        />
      ) : (
        <Icon of={Film} size={18} />
      )}
    </span>
  );
}
