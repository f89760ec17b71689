import { moduleSchema, type Module, type ModuleChapter } from '../../../domain/api/module.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useAction } from '../../ui/use-action.ts';
import { api } from '../shell/session.ts';
import { t } from './texts.ts';

/** Says what becomes of a chapter's quiz and files before it goes into the one before it: this cannot be undone whole. */
export function MergeDialog(props: {
  module: Module;
  chapter: ModuleChapter;
  next: ModuleChapter;
  onMerged: (module: Module) => void;
  onClose: () => void;
}) {
  const { module, chapter, next } = props;
  const files = module.attachments.filter(({ chapterId }) => chapterId === next.id).length;
  const merge = useAction(async () => {
    props.onMerged(await api.post(`/api/chapters/${chapter.id}/merge`, moduleSchema));
    props.onClose();
  });
  return (
    <Dialog
      title={t('merge.title')}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t('merge.cancel')}</Button>
          <Button variant="primary" busy={merge.busy} onClick={() => void merge.run()}>
            {t('merge.action')}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p>{t('merge.text', { next: next.title, title: chapter.title })}</p>
        {next.questionCount > 0 && <p>{t('merge.questions', { count: next.questionCount })}</p>}
        {files > 0 && <p>{t('merge.files', { count: files })}</p>}
        {merge.failure !== undefined && <Notice tone="bad" title={merge.failure} />}
      </div>
    </Dialog>
  );
}
