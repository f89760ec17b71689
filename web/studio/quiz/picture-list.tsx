import { useRef } from 'preact/hooks';
import { ImagePlus, Trash2 } from 'lucide-preact';
import { maxAltLength, pictureTypes, type Picture } from '../../../domain/picture.ts';
import { IconButton } from '../../ui/button.tsx';
import { FieldError, TextField } from '../../ui/field.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { hasRoom, picturesAt, type PicturePlace } from './draft-pictures.ts';
import type { DraftQuestion } from './quiz-draft.ts';
import { t } from './question-type.ts';
import type { PictureTools } from './use-picture-tools.ts';
import './picture-list.css';

/** The pictures of a prompt or a choice, each with its words, and the way to one more. `of` names the place. */
export function PictureList(props: {
  question: DraftQuestion;
  place: PicturePlace;
  of: string;
  tools: PictureTools;
}) {
  const { question, place, tools } = props;
  const pictures = picturesAt(question, place);
  const failure = tools.failureAt(place);
  const isFirstOfChoice = place !== 'prompt' && pictures.length === 0;
  if (isFirstOfChoice && failure === undefined) return null;
  return (
    <div class="pictures">
      {pictures.map((picture, index) => (
        <PictureRow
          key={picture.id}
          picture={picture}
          name={t('picture.name', { number: index + 1, of: props.of })}
          url={tools.urls[picture.id]}
          onDescribe={(alt) => tools.describe(place, picture.id, alt)}
          onRemove={() => tools.remove(place, picture.id)}
        />
      ))}
      {failure !== undefined && <FieldError>{failure}</FieldError>}
      {!isFirstOfChoice && hasRoom(question, place) && <AddPicture {...props} />}
    </div>
  );
}

function AddPicture({ place, of, tools }: { place: PicturePlace; of: string; tools: PictureTools }) {
  return (
    <FileButton
      variant="quiet"
      small
      multiple
      icon={ImagePlus}
      accept={accept}
      busy={tools.busyAt !== undefined}
      label={t('picture.addTo', { of })}
      onFiles={(files) => void tools.add(place, files)}
    >
      {t('picture.add')}
    </FileButton>
  );
}

/** The way to a choice's first picture, in its line. */
export function ChoicePictureButton(props: { place: PicturePlace; of: string; tools: PictureTools }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton
        small
        icon={ImagePlus}
        label={t('picture.addTo', { of: props.of })}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (files.length > 0) void props.tools.add(props.place, files);
        }}
      />
    </>
  );
}

const accept = pictureTypes.join(',');

function PictureRow(props: {
  picture: Picture;
  name: string;
  url: string | undefined;
  onDescribe: (alt: string) => void;
  onRemove: () => void;
}) {
  const { picture } = props;
  const { alt, width, height } = picture;
  return (
    <figure class="picture">
      <img src={props.url} alt={alt === '' ? props.name : alt} width={width} height={height} />
      <figcaption>
        <TextField
          label={t('picture.alt')}
          value={alt}
          maxLength={maxAltLength}
          hint={alt.trim() === '' ? t('picture.noAlt') : undefined}
          onInput={props.onDescribe}
        />
        <IconButton
          small
          icon={Trash2}
          label={t('picture.remove', { name: props.name })}
          onClick={props.onRemove}
        />
      </figcaption>
    </figure>
  );
}
