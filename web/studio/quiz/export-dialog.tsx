import { Download } from 'lucide-preact';
import { writeZip } from '../../../domain/formats/zip.ts';
import { writeGift } from '../../../domain/quiz/gift-write.ts';
import { writeMoodleXml } from '../../../domain/quiz/moodle/write.ts';
import { writeQti21 } from '../../../domain/quiz/qti/write.ts';
import type { PlayableQuestion } from '../../../domain/quiz/read-question.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import '../../ui/download-list.css';
import { t } from './question-type.ts';

interface ExportFormat {
  name: 'moodle' | 'gift' | 'qti';
  extension: string;
  type: string;
  write: (questions: PlayableQuestion[]) => string | Uint8Array<ArrayBuffer>;
}

const formats: readonly ExportFormat[] = [
  { name: 'moodle', extension: 'xml', type: 'application/xml', write: writeMoodleXml },
  { name: 'gift', extension: 'gift', type: 'text/plain;charset=utf-8', write: writeGift },
  {
    name: 'qti',
    extension: 'zip',
    type: 'application/zip',
    write: (questions) => new Uint8Array(writeZip(writeQti21(questions))),
  },
];

/** Hands a quiz's questions over as a file, made in the browser. */
export function ExportDialog(props: {
  questions: PlayableQuestion[];
  chapterTitle: string;
  onClose: () => void;
}) {
  return (
    <Dialog title={t('export.title')} onClose={props.onClose}>
      <div class="stack">
        <p>{t('export.text', { count: props.questions.length })}</p>
        <ul class="download-list">
          {formats.map((format) => (
            <li key={format.name}>
              <div>
                <p class="strong">{t(`export.${format.name}.name`)}</p>
                <p class="quiet">{t(`export.${format.name}.text`)}</p>
              </div>
              <Button
                small
                icon={Download}
                label={t('export.download', { name: t(`export.${format.name}.name`) })}
                onClick={() => download(props.questions, props.chapterTitle, format)}
              >
                {t('export.downloadShort')}
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

function download(
  questions: PlayableQuestion[],
  chapterTitle: string,
  { extension, type, write }: ExportFormat,
): void {
  const file = new Blob([write(questions)], { type });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `${chapterTitle.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'quiz'}.${extension}`;
  link.click();
  URL.revokeObjectURL(link.href);
}
