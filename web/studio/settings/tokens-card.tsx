import { useState } from 'preact/hooks';
import { KeyRound } from 'lucide-preact';
import { apiTokensSchema, type ApiToken } from '../../../domain/api/account.ts';
import { nothing, sentenceOf } from '../../ui/api.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { texts } from '../../ui/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { Time } from '../../ui/time.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useResource } from '../../ui/use-resource.ts';
import en from '../locales/en/settings.json' with { type: 'json' };
import { offerUndo } from '../shell/offer-undo.ts';
import { api } from '../shell/session.ts';
import { AddTokenDialog } from './add-token-dialog.tsx';

const t = texts('settings', en);

/** API tokens: made and shown once, revoked with a way back. */
export function TokensCard() {
  const { value, failure, reload } = useResource(
    async (signal) => (await api.get('/api/tokens', apiTokensSchema, { signal })).tokens,
    [],
  );
  const [isAdding, setAdding] = useState(false);
  const revoke = async (token: ApiToken) => {
    const path = `/api/tokens/${token.id}`;
    try {
      await api.delete(path, nothing);
      offerUndo(t('tokens.revoked', { name: token.name }), path, reload);
      await reload();
    } catch (error) {
      showToast({ message: sentenceOf(error), tone: 'bad' });
    }
  };
  return (
    <Card
      title={t('tokens.title')}
      flush
      actions={
        <Button small icon={KeyRound} onClick={() => setAdding(true)}>
          {t('tokens.add')}
        </Button>
      }
    >
      <div class="card-body stack">
        <p class="quiet">{t('tokens.text')}</p>
        {failure && (
          <Notice tone="bad" title={t('tokens.failed')}>
            {failure}
          </Notice>
        )}
        {!value && !failure && <Waiting bars={[44]} />}
        {value?.length === 0 && <p>{t('tokens.empty')}</p>}
      </div>
      {value && value.length > 0 && (
        <Table
          caption={t('tokens.caption')}
          columns={columnsOf((token) => void revoke(token))}
          rows={value}
          rowKey={({ id }) => id}
        />
      )}
      {isAdding && <AddTokenDialog onAdded={() => void reload()} onClose={() => setAdding(false)} />}
    </Card>
  );
}

function columnsOf(onRevoke: (token: ApiToken) => void): readonly Column<ApiToken>[] {
  return [
    {
      key: 'name',
      heading: t('tokens.name'),
      alone: true,
      cell: ({ name }) => <span class="strong">{name}</span>,
    },
    {
      key: 'created',
      heading: t('tokens.created'),
      nowrap: true,
      cell: ({ createdAt }) => <Time at={createdAt} whole />,
    },
    {
      key: 'used',
      heading: t('tokens.used'),
      nowrap: true,
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? t('tokens.never') : <Time at={lastUsedAt} whole />),
    },
    {
      key: 'actions',
      heading: t('tokens.actions'),
      headingUnseen: true,
      end: true,
      alone: true,
      cell: (token) => (
        <Button
          small
          variant="quiet"
          label={t('tokens.revoke', { name: token.name })}
          onClick={() => onRevoke(token)}
        >
          {t('tokens.revokeShort')}
        </Button>
      ),
    },
  ];
}
