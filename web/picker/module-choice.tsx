import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { ChevronDown, ChevronUp, Film } from 'lucide-preact';
import { IconButton } from '../ui/button.tsx';
import { formatTime } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import {
  extentOf,
  isChapterChosen,
  onlyThis,
  placeAs,
  toggleChapter,
  toggleModule,
  type OfferedModule,
  type Selection,
} from './selection.ts';
import { t } from './texts.ts';

interface Props {
  module: OfferedModule;
  /** The only module there is: its chapters are shown from the start. */
  isOnly: boolean;
  /** Found by a search: its chapters are shown. */
  isFound: boolean;
  /** False: exactly one activity can be chosen in the whole picker. */
  multiple: boolean;
  selection: Selection;
  onSelect: (selection: Selection) => void;
}

/** One module to be placed whole, as one activity or one a chapter, or in part. */
export function ModuleChoice(props: Props) {
  const { module, multiple, selection } = props;
  const [opened, setOpened] = useState(props.isOnly);
  const isOpen = opened || props.isFound;
  const listId = useId();
  return (
    <section class={multiple ? 'module' : 'module module-single'} aria-label={module.title}>
      <div class="module-head">
        {multiple ? <ModuleCheck {...props} /> : <h2 class="module-title">{module.title}</h2>}
        <IconButton
          icon={isOpen ? ChevronUp : ChevronDown}
          label={t(isOpen ? 'hideChapters' : 'showChapters', { title: module.title })}
          expanded={isOpen}
          controls={listId}
          onClick={() => setOpened(!isOpen)}
        />
      </div>
      <p class="module-facts quiet figures">{factsOf(module)}</p>
      {multiple && extentOf(module, selection.get(module.id)) === 'all' && <PlaceAs {...props} />}
      <div id={listId} hidden={!isOpen} class="module-chapters">
        {!multiple && <WholeModule {...props} />}
        {module.chapters.map((chapter, at) => (
          <ChapterChoice key={chapter.id} {...props} chapter={chapter} number={at + 1} />
        ))}
      </div>
    </section>
  );
}

function ModuleCheck({ module, selection, onSelect }: Props) {
  const extent = extentOf(module, selection.get(module.id));
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = extent === 'some';
  }, [extent]);
  return (
    <h2 class="module-title">
      <label class="pick">
        <input
          ref={box}
          type="checkbox"
          checked={extent === 'all'}
          onChange={() => onSelect(toggleModule(selection, module))}
        />
        <span>{module.title}</span>
      </label>
    </h2>
  );
}

function PlaceAs({ module, selection, onSelect }: Props) {
  const name = useId();
  const as = selection.get(module.id)?.as;
  if (module.chapters.length < 2) return null;
  return (
    <fieldset class="place-as">
      <legend class="unseen">{t('as', { title: module.title })}</legend>
      {(['chapters', 'module'] as const).map((one) => (
        <label key={one} class="pick">
          <input
            type="radio"
            name={name}
            checked={as === one}
            onChange={() => onSelect(placeAs(selection, module, one))}
          />
          <span>{one === 'module' ? t('asModule') : t('asChapters', { count: module.chapters.length })}</span>
        </label>
      ))}
    </fieldset>
  );
}

function WholeModule({ module, selection, onSelect }: Props) {
  return (
    <label class="pick offered-chapter">
      <input
        type="radio"
        name="only"
        checked={selection.get(module.id)?.as === 'module'}
        onChange={() => onSelect(onlyThis({ moduleId: module.id }))}
      />
      <span class="strong">{t('wholeModule')}</span>
    </label>
  );
}

function ChapterChoice(props: Props & { chapter: OfferedModule['chapters'][number]; number: number }) {
  const { module, chapter, multiple, selection, onSelect } = props;
  const choice = selection.get(module.id);
  const isChosen = multiple
    ? isChapterChosen(choice, chapter.id)
    : choice?.as === 'chapters' && choice.chapterIds.includes(chapter.id);
  const facts = [
    formatTime(chapter.durationMs),
    ...(chapter.questionCount > 0 ? [t('questions', { count: chapter.questionCount })] : []),
    ...(chapter.attachmentCount > 0 ? [t('files', { count: chapter.attachmentCount })] : []),
  ];
  return (
    <label class="pick offered-chapter">
      <input
        type={multiple ? 'checkbox' : 'radio'}
        name={multiple ? undefined : 'only'}
        checked={isChosen}
        onChange={() =>
          onSelect(
            multiple
              ? toggleChapter(selection, module, chapter.id)
              : onlyThis({ moduleId: module.id, chapterId: chapter.id }),
          )
        }
      />
      {chapter.thumbnailUrl === null ? (
        <span class="thumbnail">
          <Icon of={Film} size={20} />
        </span>
      ) : (
        <img class="thumbnail" src={chapter.thumbnailUrl} alt="" loading="lazy" width={80} height={45} />
      )}
      <span class="offered-words">
        <span class="strong">
          {props.number}. {chapter.title}
        </span>
        <span class="quiet figures">{facts.join(' · ')}</span>
      </span>
    </label>
  );
}

function factsOf(module: OfferedModule): string {
  const questions = module.chapters.reduce((sum, chapter) => sum + chapter.questionCount, 0);
  return [
    t('chapters', { count: module.chapters.length }),
    formatTime(module.durationMs),
    ...(questions > 0 ? [t('questions', { count: questions })] : []),
  ].join(' · ');
}
