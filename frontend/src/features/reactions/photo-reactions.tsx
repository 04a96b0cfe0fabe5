import { useMemo } from 'react';
import { addReaction, Reaction, removeReaction, type ReactionSymbol } from '@zoetrope/contract/features/reactions.ts';
import { PhotoTopic } from '@zoetrope/contract/features/photos.ts';
import { useCommand, useMe, useOlder, useRows } from '#replica/hooks.tsx';
import { EmoteAdd, EmoteCount, EmotePicker } from '#ui/emote.tsx';
import { Popover } from '#ui/popover.tsx';
import { useRefusalToast } from '#forms/use-refusal-toast.ts';
import './photo-reactions.css';
import { defineMessages, useIntl, type MessageDescriptor } from 'react-intl';

const LABELS: Readonly<Record<ReactionSymbol, MessageDescriptor>> = defineMessages({
  heart: { id: 'reactions.heart', defaultMessage: 'Love it' },
  joy: { id: 'reactions.joy', defaultMessage: 'Made me laugh' },
  wow: { id: 'reactions.wow', defaultMessage: 'Wow' },
  sad: { id: 'reactions.sad', defaultMessage: 'Sad' },
  spark: { id: 'reactions.spark', defaultMessage: 'Beautiful' },
  clap: { id: 'reactions.clap', defaultMessage: 'Well done' },
});
const SYMBOLS = Object.keys(LABELS) as ReactionSymbol[];

/** Who feels what about a photo: each symbol with its count; a press joins or leaves. Visitors only look. */
export function PhotoReactions({ photoId }: { photoId: string }) {
  const { $t } = useIntl();
  const labels = Object.fromEntries(SYMBOLS.map((symbol) => [symbol, $t(LABELS[symbol])])) as Record<
    ReactionSymbol,
    string
  >;
  const me = useMe();
  const all = useRows(Reaction, { photoId });
  const add = useCommand(addReaction);
  const remove = useCommand(removeReaction);
  const tellRefusal = useRefusalToast();
  const topic = useMemo(() => PhotoTopic.of({ photoId }), [photoId]);
  const { isEnd } = useOlder(topic, Reaction);
  const toggle = (symbol: ReactionSymbol) => {
    const isMine = all.some((row) => row.personId === me && row.symbol === symbol);
    const work = (isMine ? remove : add).run({ photoId, symbol });
    void work.catch(tellRefusal);
  };
  const counts = SYMBOLS.map((symbol) => ({ symbol, rows: all.filter((row) => row.symbol === symbol) }));
  const shown = counts.filter(({ rows }) => rows.length > 0);
  if (!me && shown.length === 0) return null;
  return (
    <div
      className="photo-reactions"
      role="group"
      aria-label={$t({ id: 'reactions.title', defaultMessage: 'Reactions' })}
    >
      {shown.map(({ symbol, rows }) => (
        <EmoteCount
          key={symbol}
          name={symbol}
          label={labels[symbol]}
          count={rows.length}
          isMine={rows.some((row) => row.personId === me)}
          isOff={!me}
          onPick={() => toggle(symbol)}
        />
      ))}
      {!isEnd && <span className="z-meta z-two">{$t({ id: 'reactions.more', defaultMessage: 'and more' })}</span>}
      {me && (
        <Popover
          trigger={<EmoteAdd label={$t({ id: 'reactions.react', defaultMessage: 'React' })} />}
          label={$t({ id: 'reactions.react', defaultMessage: 'React' })}
          align="start"
        >
          {(close) => (
            <EmotePicker
              labels={labels}
              onPick={(symbol) => {
                close();
                toggle(symbol);
              }}
            />
          )}
        </Popover>
      )}
    </div>
  );
}
