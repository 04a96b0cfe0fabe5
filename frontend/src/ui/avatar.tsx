import './avatar.css';
import type { CSSProperties } from 'react';
import { classNames } from './class-names.ts';
import { firstGraphemes } from './graphemes.ts';

export type Face = { id: string; name: string; pictureUrl?: string | null | undefined };

/** One or two letters for a name: "Lina Haddad" gives LH, "Anna" gives A. */
function toInitials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [words[0], last].map((word) => (word ? firstGraphemes(word, 1).toLocaleUpperCase() : '')).join('');
}

/** A hue in degrees that stays the same for an id, on every screen. */
function toHue(id: string): number {
  let hash = 2166136261;
  for (let index = 0; index < id.length; index += 1) hash = Math.imul(hash ^ id.charCodeAt(index), 16777619);
  return (hash >>> 0) % 360;
}

type Props = {
  face: Face;
  sizePx?: number;
  /** Set: a lamp dot, and this word for readers ("here now"). */
  presenceLabel?: string;
  /** The name, and that they are here, stand beside it already, so readers need not hear it twice. */
  isDecorative?: boolean;
  /** One letter instead of two, where faces overlap. */
  isShort?: boolean;
};

/** A round picture of a person, or their initials on a tint of their own. */
export function Avatar({ face, sizePx = 40, presenceLabel, isDecorative, isShort }: Props) {
  const style = { '--z': `${sizePx}px`, '--hue': toHue(face.id) } as CSSProperties;
  const name = presenceLabel ? `${face.name}, ${presenceLabel}` : face.name;
  return (
    <span
      className={classNames('z-avatar', !face.pictureUrl && 'z-avatar-letters', presenceLabel && 'z-avatar-here')}
      style={style}
      {...(isDecorative ? { 'aria-hidden': true } : { role: 'img', 'aria-label': name })}
    >
      {face.pictureUrl ? (
        <img src={face.pictureUrl} alt="" width={sizePx} height={sizePx} />
      ) : isShort ? (
        firstGraphemes(toInitials(face.name), 1)
      ) : (
        toInitials(face.name)
      )}
    </span>
  );
}
