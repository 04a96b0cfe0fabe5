import { useState } from 'react';
import { Badge, Chip } from '#ui/badge.tsx';
import { Button, ButtonLink } from '#ui/button.tsx';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field } from '#ui/field.tsx';
import { IconButton, IconLink } from '#ui/icon-button.tsx';
import { Mark, Wordmark } from '#ui/mark.tsx';
import { Menu } from '#ui/menu.tsx';
import { SearchField } from '#ui/search-field.tsx';
import { Select } from '#ui/select.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { Checkbox, Switch } from '#ui/switch.tsx';
import { Tabs } from '#ui/tabs.tsx';
import { TextArea } from '#ui/text-area.tsx';
import { useToast } from '#ui/toast.tsx';

const kinds = [
  ['primary', 'Add photos'],
  ['secondary', 'Share'],
  ['line', 'Invite'],
  ['quiet', 'Cancel'],
  ['danger', 'Delete'],
  ['danger-soft', 'Remove'],
] as const;

/** Buttons, fields, panels. */
export function ControlSpecimens() {
  const [text, setText] = useState('');
  const [role, setRole] = useState<'viewer' | 'contributor'>('viewer');
  const [isOn, setIsOn] = useState(true);
  const [open, setOpen] = useState<'dialog' | 'confirm' | 'sheet' | null>(null);
  const toast = useToast();
  const close = () => setOpen(null);
  return (
    <>
      <section className="design-part">
        <h2>Identity</h2>
        <div className="design-row">
          <Mark sizePx={56} label="Zoetrope" />
          <Mark />
          <Wordmark />
        </div>
      </section>
      <section className="design-part">
        <h2>Buttons</h2>
        {[{}, { isBusy: true }, { disabled: true }, { size: 'small' as const }].map((state, index) => (
          <div className="design-row" key={index}>
            {kinds.map(([kind, label]) => (
              <Button key={kind} kind={kind} {...state}>
                {label}
              </Button>
            ))}
          </div>
        ))}
        <div className="design-row">
          <Button kind="primary" icon="plus">
            Add photos
          </Button>
          <IconButton icon="share" label="Share" kind="secondary" />
          <IconButton icon="more" label="More" />
          <IconButton icon="close" label="Cancel" size="small" />
          <ButtonLink href="/design">To your groups</ButtonLink>
          <IconLink href="/design" icon="back" label="Back" />
          <Chip icon="check" isOn>
            Chosen
          </Chip>
          <Chip icon="comment">Comment</Chip>
          <Badge>Admin</Badge>
          <Badge kind="now">3</Badge>
          <Badge kind="soft">New</Badge>
          <Badge kind="ok">Saved</Badge>
          <Badge kind="bad">Hidden</Badge>
        </div>
      </section>
      <section className="design-part">
        <h2>Fields</h2>
        <div className="design-two">
          <Field label="Name" value={text} onText={setText} placeholder="As your friends know you" maxGraphemes={24} />
          <Field label="Email" value="alice@" onText={() => undefined} error="The part after @ is missing." />
          <Field
            label="Server"
            value="photos.example.org"
            onText={() => undefined}
            disabled
            hint="Set by your admin."
          />
          <Select
            label="Role"
            value={role}
            onPick={setRole}
            options={[
              { value: 'viewer', label: 'Viewer' },
              { value: 'contributor', label: 'Contributor' },
            ]}
            hint="Viewers see, react and comment."
          />
          <TextArea
            label="Caption"
            value={text}
            onText={setText}
            rows={2}
            maxGraphemes={40}
            hint="What happened here?"
          />
          <div>
            <Switch label="New photos" hint="One summary per group" isOn={isOn} onSwitch={setIsOn} />
            <Checkbox label="Take my photos along" isOn={isOn} onSwitch={setIsOn} />
            <SearchField label="Search" value={text} onText={setText} />
          </div>
        </div>
        <Tabs
          label="Lake house"
          current="/design"
          tabs={[
            { href: '/design', label: 'Photos' },
            { href: '/design#people', label: 'People', count: 11 },
            { href: '/design#about', label: 'About' },
          ]}
        />
      </section>
      <section className="design-part">
        <h2>Panels</h2>
        <div className="design-row">
          <Menu
            trigger={<Button icon="more">Menu</Button>}
            align="start"
            entries={[
              { label: 'Download', icon: 'download', keyHint: 'D', onPick: () => undefined },
              { label: 'Add to another group', icon: 'folder-up', onPick: () => undefined },
              { label: 'Delete', icon: 'trash', isDanger: true, onPick: () => setOpen('confirm') },
            ]}
          />
          <Menu
            trigger={<Button>Choice</Button>}
            align="start"
            entries={[
              { label: 'Newest first', isChosen: true, onPick: () => undefined },
              { label: 'By day taken', isChosen: false, onPick: () => undefined },
            ]}
          />
          <Button onClick={() => setOpen('dialog')}>Dialog</Button>
          <Button onClick={() => setOpen('confirm')}>Confirm</Button>
          <Button onClick={() => setOpen('sheet')}>Sheet</Button>
          <Button onClick={() => toast({ text: '3 photos deleted', undo: { label: 'Undo', onPick: () => undefined } })}>
            Toast
          </Button>
        </div>
        <Dialog
          isOpen={open === 'dialog'}
          onClose={close}
          title="New group"
          closeLabel="Close"
          actions={<Button kind="primary">Create group</Button>}
        >
          <Field label="Name" value={text} onText={setText} />
        </Dialog>
        <ConfirmDialog
          isOpen={open === 'confirm'}
          question="Delete 3 photos?"
          keepLabel="Keep"
          doLabel="Delete"
          onKeep={close}
          onDo={close}
        >
          Their 12 comments go too. You can undo this for 10 seconds.
        </ConfirmDialog>
        <Sheet
          isOpen={open === 'sheet'}
          onClose={close}
          title="Adding 8 photos"
          closeLabel="Make smaller"
          footer={<span className="z-meta">You can leave this page. Keep the tab open.</span>}
        >
          <p>What is on its way stands here.</p>
        </Sheet>
      </section>
    </>
  );
}
