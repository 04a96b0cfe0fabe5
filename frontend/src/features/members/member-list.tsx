import { useState } from 'react';
import { Member, MembersTopic, ROLES, type MemberRow, type RoleName } from '@zoetrope/contract/features/groups.ts';
import { changeRole, removeMember } from '@zoetrope/contract/features/members.ts';
import { PersonAvatar, PersonName, usePerson } from '#features/people/person.tsx';
import { useCommand, useMe, useRows, useTopic } from '#replica/hooks.tsx';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Link } from '#ui/link-slot.tsx';
import { Menu, type MenuEntry } from '#ui/menu.tsx';
import { Skeleton, SkeletonPerson } from '#ui/skeleton.tsx';
import { useRefusalToast } from '#forms/use-refusal-toast.ts';

const ROLE_WORDS: Record<RoleName, string> = {
  owner: 'Owner',
  admin: 'Admin: invites and removes people',
  contributor: 'Adds photos, comments and reacts',
  viewer: 'Sees, comments and reacts',
};
const ROLE_ACTS: Record<RoleName, string> = {
  owner: 'Make owner',
  admin: 'Make admin',
  contributor: 'Let add photos',
  viewer: 'Let only see and comment',
};

const byRank = (a: MemberRow, b: MemberRow) =>
  ROLES.indexOf(b.role) - ROLES.indexOf(a.role) || (a.joinedAt < b.joinedAt ? -1 : 1);

/** Everybody in the group, the owner first, with what one may do about each. */
export function MemberList({ groupId, groupName }: { groupId: string; groupName: string }) {
  const state = useTopic(MembersTopic.of({ groupId }));
  const members = useRows(Member, { groupId }, byRank);
  if (state === 'loading') {
    return (
      <Skeleton label="Loading the people">
        <SkeletonPerson />
        <SkeletonPerson />
      </Skeleton>
    );
  }
  return (
    <ul className="page-rows">
      {members.map((member) => (
        <MemberEntry key={member.id} member={member} groupName={groupName} />
      ))}
    </ul>
  );
}

/** Asked before it is done: it costs the other person something. */
type Question = 'remove' | 'owner';

function MemberEntry({ member, groupName }: { member: MemberRow; groupName: string }) {
  const { groupId, personId } = member;
  const me = useMe();
  const name = usePerson(personId)?.name ?? 'this person';
  const change = useCommand(changeRole);
  const remove = useCommand(removeMember);
  const tellRefusal = useRefusalToast();
  const [question, setQuestion] = useState<Question>();
  const attempt = (work: Promise<void>) => work.catch(tellRefusal);

  const entries: MenuEntry[] = ROLES.filter(
    (role) => role !== member.role && change.can({ groupId, personId, role }),
  ).map((role) => ({
    label: ROLE_ACTS[role],
    onPick: () => (role === 'owner' ? setQuestion('owner') : void attempt(change.run({ groupId, personId, role }))),
  }));
  if (remove.can({ groupId, personId })) {
    entries.push({ label: `Remove from ${groupName}`, isDanger: true, onPick: () => setQuestion('remove') });
  }

  return (
    <li className="page-row">
      <PersonAvatar personId={personId} sizePx={40} isDecorative />
      <span className="page-row-text">
        <Link className="page-row-name z-clip" href={`/people/${personId}`}>
          <PersonName personId={personId} />
          {personId === me && ' (you)'}
        </Link>
        <span className="z-meta z-two z-clip">{ROLE_WORDS[member.role]}</span>
      </span>
      {entries.length > 0 && (
        <Menu
          trigger={<IconButton icon="more" label={`What may be done about ${name}`} />}
          entries={entries}
          align="end"
        />
      )}
      <ConfirmDialog
        isOpen={question === 'remove'}
        question={`Remove ${name} from ${groupName}?`}
        keepLabel="Keep"
        doLabel="Remove"
        onKeep={() => setQuestion(undefined)}
        onDo={() => {
          setQuestion(undefined);
          void attempt(remove.run({ groupId, personId }));
        }}
      >
        The group closes for them at once. Their photos and comments stay; they can come back with a new invitation.
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={question === 'owner'}
        question={`Make ${name} the owner of ${groupName}?`}
        keepLabel="Stay the owner"
        doLabel="Hand over"
        onKeep={() => setQuestion(undefined)}
        onDo={() => {
          setQuestion(undefined);
          void attempt(change.run({ groupId, personId, role: 'owner' }));
        }}
      >
        You become an admin. Only the new owner can give the group back to you.
      </ConfirmDialog>
    </li>
  );
}
