import { KeyRound } from 'lucide-preact';
import { platformsSchema, type Platforms } from '../../../domain/api/platform.ts';
import { sentenceOf } from '../../ui/api.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { formatBriefly } from '../../ui/format.ts';
import { texts } from '../../ui/i18n.ts';
import { Table, type Column } from '../../ui/table.tsx';
import { Time } from '../../ui/time.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAction } from '../../ui/use-action.ts';
import en from '../locales/en/platforms.json' with { type: 'json' };
import { api } from '../shell/session.ts';

const t = texts('platforms', en);

type Key = Platforms['keys'][number];

const columns: readonly Column<Key>[] = [
  { key: 'kid', heading: t('keys.kid'), alone: true, cell: ({ kid }) => <code>{kid}</code> },
  {
    key: 'created',
    heading: t('keys.created'),
    nowrap: true,
    cell: ({ createdAt }) => <Time at={createdAt} whole />,
  },
  {
    key: 'state',
    heading: t('keys.state'),
    cell: ({ retiredAt }) =>
      retiredAt === null ? (
        <Badge tone="good">{t('keys.current')}</Badge>
      ) : (
        <Badge tone="quiet">{t('keys.retired', { when: formatBriefly(new Date(retiredAt)) })}</Badge>
      ),
  },
];

/** The service's own signing keys, and their rotation. */
export function ToolKeys(props: { platforms: Platforms; onChange: (platforms: Platforms) => void }) {
  const rotate = useAction(async () => {
    try {
      props.onChange(await api.post('/api/keys/rotate', platformsSchema));
      showToast({ message: t('keys.rotated') });
    } catch (error) {
      showToast({ message: sentenceOf(error), tone: 'bad' });
    }
  });
  return (
    <Card
      title={t('keys.title')}
      flush
      actions={
        <Button small icon={KeyRound} busy={rotate.busy} onClick={() => void rotate.run()}>
          {t(rotate.busy ? 'keys.rotating' : 'keys.rotate')}
        </Button>
      }
    >
      <div class="card-body">
        <p class="quiet">{t(props.platforms.keys.length > 0 ? 'keys.text' : 'keys.none')}</p>
      </div>
      {props.platforms.keys.length > 0 && (
        <Table
          caption={t('keys.caption')}
          columns={columns}
          rows={props.platforms.keys}
          rowKey={({ kid }) => kid}
        />
      )}
    </Card>
  );
}
