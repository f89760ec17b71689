import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useAction } from '../../ui/use-action.ts';

/** Asks before something that has no way back; closes itself when it is done. */
export function ConfirmDialog(props: {
  title: string;
  text: string;
  action: string;
  busyAction: string;
  act: () => Promise<unknown>;
  onClose: () => void;
}) {
  const act = useAction(props.act);
  const confirm = async () => {
    if (await act.run()) props.onClose();
  };
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      actions={
        <Button variant="danger" busy={act.busy} onClick={() => void confirm()}>
          {act.busy ? props.busyAction : props.action}
        </Button>
      }
    >
      <div class="stack">
        <p>{props.text}</p>
        {act.failure && <Notice tone="bad" title={act.failure} />}
      </div>
    </Dialog>
  );
}
