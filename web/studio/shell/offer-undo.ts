import { nothing, sentenceOf } from '../../ui/api.ts';
import { showToast } from '../../ui/toast.tsx';
import { api } from './session.ts';

/** Says that something was deleted, with a way back while the toast stands; `path` is its address in the API. */
export function offerUndo(message: string, path: string, onRestored: () => unknown): void {
  const restore = async () => {
    try {
      await api.post(`${path}/restore`, nothing);
      await onRestored();
    } catch (error) {
      showToast({ message: sentenceOf(error), tone: 'bad' });
    }
  };
  showToast({ message, undo: () => void restore() });
}
