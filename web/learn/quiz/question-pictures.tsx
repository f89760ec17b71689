import type { ShownPicture } from '../../../domain/picture.ts';
import { t } from './texts.ts';
import './question-pictures.css';

/** No picture stands higher than this, so that what is asked and what is answered are seen together. */
const mostRem = 26;

/** The pictures of a prompt or a choice: as wide as they are, or as there is room; their place is there before they are. */
export function QuestionPictures(props: {
  pictures: readonly ShownPicture[] | undefined;
  urls: Readonly<Record<string, string>>;
}) {
  return props.pictures?.map(({ id, alt, width, height }) => {
    const most = Math.round((mostRem * 100 * width) / height) / 100;
    return (
      <img
        key={id}
        class="question-picture"
        src={props.urls[id]}
        alt={alt === '' ? t('picture') : alt}
        width={width}
        height={height}
        style={{ maxWidth: `min(100%, ${most}rem)` }}
        decoding="async"
      />
    );
  });
}
