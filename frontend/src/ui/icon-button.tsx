import './button.css';
import type { ButtonHTMLAttributes, Ref } from 'react';
import { classNames } from './class-names.ts';
import { Drum } from './drum.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';
import { Link } from './link-slot.tsx';

type Look = {
  icon: IconName;
  label: string;
  kind?: 'primary' | 'secondary' | 'quiet' | 'over';
  size?: 'small' | 'normal';
};

function toClass(look: Look, className?: string): string {
  return classNames(
    'z-btn',
    `z-btn-${look.kind ?? 'quiet'}`,
    'z-btn-icon',
    look.size === 'small' && 'z-btn-small',
    className,
  );
}

type Props = Look & ButtonHTMLAttributes<HTMLButtonElement> & { isBusy?: boolean; ref?: Ref<HTMLButtonElement> };

/** A button that is only a sign; `label` is its name for readers and its tooltip. `over` lies on a photo. */
export function IconButton({ icon, label, kind, size, isBusy, className, ...rest }: Props) {
  const look = { icon, label, ...(kind && { kind }), ...(size && { size }) };
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      aria-disabled={isBusy || rest['aria-disabled']}
      className={toClass(look, className)}
    >
      {isBusy ? <Drum state="turning" /> : <Icon name={icon} size={size ?? 'normal'} />}
    </button>
  );
}

/** The same look for going somewhere. */
export function IconLink({ href, className, ...look }: Look & { href: string; className?: string }) {
  return (
    <Link href={href} title={look.label} aria-label={look.label} className={toClass(look, className)}>
      <Icon name={look.icon} size={look.size ?? 'normal'} />
    </Link>
  );
}
