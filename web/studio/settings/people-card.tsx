import { useState } from 'preact/hooks';
import { UserPlus } from 'lucide-preact';
import { usersSchema, type User } from '../../../domain/api/account.ts';
import { nothing, sentenceOf } from '../../ui/api.ts';
import { Badge } from '../../ui/badge.tsx';
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
import { api, session } from '../shell/session.ts';
import { AddPersonDialog } from './add-person-dialog.tsx';

const t = texts('settings', en);

/** Who has an account, with which role; adding by a one-time link, removing with a way back. */
export function PeopleCard() {
  const { value, failure, reload } = useResource(
    async (signal) => (await api.get('/api/users', usersSchema, { signal })).users,
    [],
  );
  const [isAdding, setAdding] = useState(false);
  const remove = async (user: User) => {
    const path = `/api/users/${user.id}`;
    try {
      await api.delete(path, nothing);
      offerUndo(t('people.removed', { name: nameOf(user) }), path, reload);
      await reload();
    } catch (error) {
      showToast({ message: sentenceOf(error), tone: 'bad' });
    }
  };
  return (
    <Card
      title={t('people.title')}
      flush
      actions={
        <Button small icon={UserPlus} onClick={() => setAdding(true)}>
          {t('people.add')}
        </Button>
      }
    >
      {failure && (
        <div class="card-body">
          <Notice tone="bad" title={t('people.failed')}>
            {failure}
          </Notice>
        </div>
      )}
      {value ? (
        <Table
          caption={t('people.caption')}
          columns={columnsOf((user) => void remove(user))}
          rows={value}
          rowKey={({ id }) => id}
        />
      ) : (
        !failure && (
          <div class="card-body">
            <Waiting bars={[44, 44]} />
          </div>
        )
      )}
      {isAdding && <AddPersonDialog onAdded={() => void reload()} onClose={() => setAdding(false)} />}
    </Card>
  );
}

function columnsOf(onRemove: (user: User) => void): readonly Column<User>[] {
  const isSelf = (user: User) => user.id === session.value?.user?.id;
  return [
    {
      key: 'person',
      heading: t('people.name'),
      alone: true,
      cell: (user) => (
        <>
          <div class="strong">
            {nameOf(user)} {isSelf(user) && <span class="quiet">({t('people.you')})</span>}
          </div>
          {user.name !== '' && <div class="quiet">{user.email}</div>}
        </>
      ),
    },
    { key: 'role', heading: t('people.role'), nowrap: true, cell: ({ role }) => t(`people.${role}`) },
    {
      key: 'state',
      heading: t('people.state'),
      cell: ({ active }) =>
        active ? (
          <Badge tone="good">{t('people.active')}</Badge>
        ) : (
          <Badge tone="quiet">{t('people.invited')}</Badge>
        ),
    },
    {
      key: 'since',
      heading: t('people.since'),
      nowrap: true,
      end: true,
      cell: ({ createdAt }) => <Time at={createdAt} />,
    },
    {
      key: 'actions',
      heading: t('people.actions'),
      headingUnseen: true,
      end: true,
      alone: true,
      cell: (user) =>
        !isSelf(user) && (
          <Button
            small
            variant="quiet"
            label={t('people.remove', { name: nameOf(user) })}
            onClick={() => onRemove(user)}
          >
            {t('people.removeShort')}
          </Button>
        ),
    },
  ];
}

function nameOf(user: User): string {
  return user.name || user.email;
}
