import { useLayoutEffect, useRef, useState } from 'react';
import { Member, MembersTopic, ROLES, type MemberRow, type RoleName } from '@zoetrope/contract/features/groups.ts';
import { changeRole, removeMember } from '@zoetrope/contract/features/members.ts';
import { PersonAvatar, PersonName, usePerson } from '#features/people/person.tsx';
import { useCommand, useMe, useRows, useTopic } from '#replica/hooks.tsx';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Link } from '#ui/link-slot.tsx';
import { Menu, type MenuEntry } from '#ui/menu.tsx';
import { Skeleton, SkeletonPerson } from '#ui/skeleton.tsx';
import { OrAway } from '#forms/or-away.tsx';
import { useRefusalToast } from '#forms/use-refusal-toast.ts';
import { toIsolated } from '#words/isolated.ts';
import { defineMessages, useIntl, type MessageDescriptor } from 'react-intl';

const ROLE_WORDS: Readonly<Record<RoleName, MessageDescriptor>> = defineMessages({
  owner: { id: 'members.is.owner', defaultMessage: 'Owner' },
  admin: { id: 'members.is.admin', defaultMessage: 'Admin: invites and removes people' },
  contributor: { id: 'members.is.contributor', defaultMessage: 'Adds photos, comments and reacts' },
  viewer: { id: 'members.is.viewer', defaultMessage: 'Sees, comments and reacts' },
});
const ROLE_ACTS: Readonly<Record<RoleName, MessageDescriptor>> = defineMessages({
  owner: { id: 'members.make.owner', defaultMessage: 'Make owner' },
  admin: { id: 'members.make.admin', defaultMessage: 'Make admin' },
  contributor: { id: 'members.make.contributor', defaultMessage: 'Let add photos' },
  viewer: { id: 'members.make.viewer', defaultMessage: 'Let only see and comment' },
});

const byRank = (a: MemberRow, b: MemberRow) =>
  ROLES.indexOf(b.role) - ROLES.indexOf(a.role) || (a.joinedAt < b.joinedAt ? -1 : 1);

/** Everybody in the group, the owner first, with what one may do about each. */
export function MemberList({ groupId, groupName }: { groupId: string; groupName: string }) {
  const { $t } = useIntl();
  const state = useTopic(MembersTopic.of({ groupId }));
  const members = useRows(Member, { groupId }, byRank);
  if (state === 'loading') {
    return (
      <OrAway>
        <Skeleton label={$t({ id: 'members.loading', defaultMessage: 'Loading the people' })}>
          <SkeletonPerson />
          <SkeletonPerson />
        </Skeleton>
      </OrAway>
    );
  }
  return (
    <ul className="page-rows" tabIndex={-1} aria-label={$t({ id: 'groups.people', defaultMessage: 'People' })}>
      {members.map((member) => (
        <MemberEntry key={member.id} member={member} groupName={groupName} />
      ))}
    </ul>
  );
}

/** Longer than a dialog takes to go. */
const FOCUS_SETTLED_MS = 50;

/** Asked before it is done: it costs the other person something. */
type Question = 'remove' | 'owner';

/** Whoever has the focus in what is taken away is led to the list, and not to the start of the page. */
function useFocusAfter(isAsking: boolean) {
  const entry = useRef<HTMLLIElement>(null);
  const wasAsking = useRef(isAsking);
  useLayoutEffect(() => {
    wasAsking.current = isAsking;
  }, [isAsking]);
  useLayoutEffect(() => {
    const { current: element } = entry;
    const list = element?.closest('ul');
    return () => {
      if (!wasAsking.current && !element?.contains(document.activeElement)) return;
      // A dialog gives the focus back to what it had it from, a moment after it went.
      setTimeout(() => {
        if (document.activeElement === document.body) list?.focus({ preventScroll: true });
      }, FOCUS_SETTLED_MS);
    };
  }, []);
  return entry;
}

function MemberEntry({ member, groupName }: { member: MemberRow; groupName: string }) {
  const { groupId, personId } = member;
  const me = useMe();
  const name = usePerson(personId)?.name ?? '…';
  const intl = useIntl();
  const { $t } = intl;
  const change = useCommand(changeRole);
  const remove = useCommand(removeMember);
  const tellRefusal = useRefusalToast();
  const [question, setQuestion] = useState<Question>();
  const entry = useFocusAfter(question !== undefined);
  const attempt = (work: Promise<void>) => work.catch(tellRefusal);

  const entries: MenuEntry[] = ROLES.filter(
    (role) => role !== member.role && change.can({ groupId, personId, role }),
  ).map((role) => ({
    label: $t(ROLE_ACTS[role]),
    onPick: () => (role === 'owner' ? setQuestion('owner') : void attempt(change.run({ groupId, personId, role }))),
  }));
  if (remove.can({ groupId, personId })) {
    entries.push({
      label: $t({ id: 'members.removeFrom', defaultMessage: 'Remove from {groupName}' }, { groupName }),
      isDanger: true,
      onPick: () => setQuestion('remove'),
    });
  }

  return (
    <li className="page-row" ref={entry}>
      <PersonAvatar personId={personId} sizePx={40} isDecorative />
      <span className="page-row-text">
        <Link className="page-row-name z-clip" href={`/people/${personId}`}>
          <PersonName personId={personId} />
          {personId === me && <> {$t({ id: 'members.you', defaultMessage: '(you)' })}</>}
        </Link>
        <span className="z-meta z-two">{$t(ROLE_WORDS[member.role])}</span>
      </span>
      {entries.length > 0 && (
        <Menu
          trigger={
            <IconButton
              icon="more"
              label={$t({ id: 'members.acts', defaultMessage: 'What may be done about {name}' }, { name })}
            />
          }
          entries={entries}
          align="end"
        />
      )}
      <ConfirmDialog
        isOpen={question === 'remove'}
        question={$t(
          { id: 'members.remove.question', defaultMessage: 'Remove {name} from {groupName}?' },
          { name: toIsolated(intl, name), groupName: toIsolated(intl, groupName) },
        )}
        keepLabel={$t({ id: 'act.keep', defaultMessage: 'Keep' })}
        doLabel={$t({ id: 'act.remove', defaultMessage: 'Remove' })}
        onKeep={() => setQuestion(undefined)}
        onDo={() => {
          setQuestion(undefined);
          void attempt(remove.run({ groupId, personId }));
        }}
      >
        {$t({
          id: 'members.remove.text',
          defaultMessage:
            'The group closes for them at once. Their photos and comments stay. An invitation link that still works lets them in again: take it back if they are to stay out.',
        })}
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={question === 'owner'}
        question={$t(
          { id: 'members.owner.question', defaultMessage: 'Make {name} the owner of {groupName}?' },
          { name: toIsolated(intl, name), groupName: toIsolated(intl, groupName) },
        )}
        keepLabel={$t({ id: 'members.stayOwner', defaultMessage: 'Stay the owner' })}
        doLabel={$t({ id: 'members.handOver', defaultMessage: 'Hand over' })}
        onKeep={() => setQuestion(undefined)}
        onDo={() => {
          setQuestion(undefined);
          void attempt(change.run({ groupId, personId, role: 'owner' }));
        }}
      >
        {$t({
          id: 'members.owner.text',
          defaultMessage: 'You become an admin. Only the new owner can give the group back to you.',
        })}
      </ConfirmDialog>
    </li>
  );
}
