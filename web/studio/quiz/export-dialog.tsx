import { Download } from 'lucide-preact';
import { writeZip } from '../../../domain/formats/zip.ts';
import { writeGift } from '../../../domain/quiz/gift-write.ts';
import { writeMoodleXml } from '../../../domain/quiz/moodle/write.ts';
import { writeQti21 } from '../../../domain/quiz/qti/write.ts';
import type { PlayableQuestion } from '../../../domain/quiz/read-question.ts';
import type { PictureFiles } from '../../../domain/quiz/settle-pictures.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useAction } from '../../ui/use-action.ts';
import '../../ui/download-list.css';
import { t } from './question-type.ts';
import type { QuizPictures } from './use-quiz-pictures.ts';

interface ExportFormat {
  name: 'moodle' | 'gift' | 'qti';
  extension: string;
  type: string;
  write: (questions: PlayableQuestion[], pictures: PictureFiles) => string | Uint8Array<ArrayBuffer>;
}

const formats: readonly ExportFormat[] = [
  { name: 'moodle', extension: 'xml', type: 'application/xml', write: writeMoodleXml },
  { name: 'gift', extension: 'gift', type: 'text/plain;charset=utf-8', write: writeGift },
  {
    name: 'qti',
    extension: 'zip',
    type: 'application/zip',
    write: (questions, pictures) => new Uint8Array(writeZip(writeQti21(questions, { pictures }))),
  },
];

/** Hands a quiz's questions over as a file, made in the browser. */
export function ExportDialog(props: {
  questions: PlayableQuestion[];
  pictures: QuizPictures;
  chapterTitle: string;
  onClose: () => void;
}) {
  const action = useAction(async (format: ExportFormat) => {
    const files = await props.pictures.read(props.questions);
    download(format.write(props.questions, files), props.chapterTitle, format);
  });
  return (
    <Dialog title={t('export.title')} onClose={props.onClose}>
      <div class="stack">
        <p>{t('export.text', { count: props.questions.length })}</p>
        {action.failure !== undefined && <Notice tone="bad" title={action.failure} />}
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
                busy={action.busy}
                onClick={() => void action.run(format)}
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
  content: string | Uint8Array<ArrayBuffer>,
  chapterTitle: string,
  { extension, type }: ExportFormat,
): void {
  const file = new Blob([content], { type });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `${chapterTitle.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'quiz'}.${extension}`;
  link.click();
  URL.revokeObjectURL(link.href);
}
