import { Check, Download, ExternalLink } from 'lucide-preact';
import type { LearnAttachment, LearnLink } from '../../domain/api/learn.ts';
import { Card } from '../ui/card.tsx';
import { formatBytes } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { t } from './texts.ts';
import './downloads.css';

/** What a chapter or a module has to take away: files and links. */
interface Offers {
  attachments: readonly LearnAttachment[];
  links: readonly LearnLink[];
}

/** The files and links of the chapter and of its module. `onOpen` is told when a file is fetched. */
export function Downloads(props: {
  ofChapter: Offers;
  ofModule: Offers;
  /** The files lie beside the page: the browser is told to save them under their own names. */
  saveAs: boolean;
  onOpen: (file: LearnAttachment) => void;
}) {
  const { ofChapter, ofModule } = props;
  if (countOf(ofChapter) + countOf(ofModule) === 0) return null;
  const hasFiles = ofChapter.attachments.length + ofModule.attachments.length > 0;
  return (
    <div id="downloads" tabIndex={-1}>
      <Card title={t(hasFiles ? 'downloads.title' : 'downloads.links')} flush>
        <OfferList {...props} offers={ofChapter} />
        {countOf(ofModule) > 0 && (
          <>
            <h3 class="downloads-part">{t('downloads.ofModule')}</h3>
            <OfferList {...props} offers={ofModule} />
          </>
        )}
      </Card>
    </div>
  );
}

function countOf({ attachments, links }: Offers): number {
  return attachments.length + links.length;
}

function OfferList(props: { offers: Offers; saveAs: boolean; onOpen: (file: LearnAttachment) => void }) {
  return (
    <ul class="downloads">
      {props.offers.attachments.map((file) => (
        <li key={file.id}>
          {/* No `download` where a session is needed: fetched as one, the file is asked for without its cookie. */}
          <a
            class="download"
            href={file.url}
            {...(props.saveAs ? { download: file.fileName } : {})}
            onClick={() => props.onOpen(file)}
          >
            <Icon of={Download} size={18} />
            <span class="download-words">
              <span class="strong">{file.title}</span>
              <span class="quiet">
                {t(`downloads.${file.kind}`)} · {file.fileName} · {formatBytes(file.bytes)}
              </span>
            </span>
            {file.opened && (
              <span class="download-opened">
                <Icon of={Check} /> {t('downloads.opened')}
              </span>
            )}
          </a>
        </li>
      ))}
      {props.offers.links.map((link) => (
        <li key={link.id}>
          {/* In a tab of its own: the page would take the activity's place in its frame, or refuse to be in one. */}
          <a
            class="download"
            href={link.url}
            target="_blank"
            rel="noopener noreferrer nofollow ugc"
            referrerpolicy="no-referrer"
          >
            <Icon of={ExternalLink} size={18} />
            <span class="download-words">
              <span class="strong">{link.title}</span>
              <span class="quiet">
                {t('downloads.link')} · {hostOf(link.url)} <span class="unseen">{t('downloads.newTab')}</span>
              </span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^www\./, '');
}
