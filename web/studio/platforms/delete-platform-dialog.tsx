import type { Platform } from '../../../domain/api/platform.ts';
import { nothing } from '../../ui/api.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { texts } from '../../ui/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { useAction } from '../../ui/use-action.ts';
import en from '../locales/en/platforms.json' with { type: 'json' };
import { offerUndo } from '../shell/offer-undo.ts';
import { api } from '../shell/session.ts';

const t = texts('platforms', en);

/** Asks before a platform is deleted, and says what stops working. */
export function DeletePlatformDialog(props: { platform: Platform; onGone: () => void; onClose: () => void }) {
  const { platform } = props;
  const name = platform.name || platform.issuer;
  const remove = useAction(async () => {
    await api.delete(`/api/platforms/${platform.id}`, nothing);
    offerUndo(t('done.deleted', { name }), `/api/platforms/${platform.id}`, props.onGone);
    props.onGone();
    props.onClose();
  });
  return (
    <Dialog
      title={t('deleteDialog.title', { name })}
      onClose={props.onClose}
      actions={
        <Button variant="danger" busy={remove.busy} onClick={() => void remove.run()}>
          {t(remove.busy ? 'deleteDialog.busy' : 'deleteDialog.submit')}
        </Button>
      }
    >
      <div class="stack">
        <p>{t('deleteDialog.text')}</p>
        {platform.publicationCount > 0 && (
          <Notice tone="warn" title={t('deleteDialog.publications', { count: platform.publicationCount })} />
        )}
        <p class="quiet">{t('deleteDialog.instead')}</p>
        {remove.failure && <Notice tone="bad" title={remove.failure} />}
      </div>
    </Dialog>
  );
}
