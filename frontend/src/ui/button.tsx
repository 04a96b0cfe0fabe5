import './button.css';
import type { ButtonHTMLAttributes, MouseEventHandler, ReactNode, Ref } from 'react';
import { classNames } from './class-names.ts';
import { Drum } from './drum.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';
import { Link } from './link-slot.tsx';

export type ButtonLook = {
  /** One `primary` per view. `danger` only in a dialog or a danger row. */
  kind?: 'primary' | 'secondary' | 'line' | 'quiet' | 'danger' | 'danger-soft';
  size?: 'small' | 'normal' | 'large';
  isWide?: boolean;
};

type ButtonProps = ButtonLook &
  Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> & {
    children: ReactNode;
    icon?: IconName;
    /** Work goes on: the drum turns, the word stays, and a press does nothing. */
    isBusy?: boolean;
    ref?: Ref<HTMLButtonElement>;
  };

function toClass(look: ButtonLook, className?: string): string {
  const { kind = 'secondary', size = 'normal', isWide } = look;
  return classNames('z-btn', `z-btn-${kind}`, size !== 'normal' && `z-btn-${size}`, isWide && 'z-btn-wide', className);
}

/** A button with its words. While busy it keeps focus and is announced as unavailable. */
export function Button({
  kind,
  size,
  isWide,
  icon,
  isBusy,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const look = { ...(kind && { kind }), ...(size && { size }), ...(isWide && { isWide }) };
  const press: MouseEventHandler<HTMLButtonElement> = (event) => {
    if (isBusy) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      {...rest}
      type={type}
      onClick={press}
      aria-disabled={isBusy || undefined}
      className={toClass(look, className)}
    >
      {isBusy ? <Drum state="turning" /> : icon && <Icon name={icon} size={size === 'small' ? 'small' : 'normal'} />}
      {children}
    </button>
  );
}

/** A link that looks like a button, for going somewhere. */
export function ButtonLink(
  props: ButtonLook & { href: string; icon?: IconName; className?: string; children: ReactNode; download?: boolean },
) {
  const { href, icon, className, children, download, ...look } = props;
  const content = (
    <>
      {icon && <Icon name={icon} size={look.size === 'small' ? 'small' : 'normal'} />}
      {children}
    </>
  );
  if (download)
    return (
      <a href={href} download className={toClass(look, className)}>
        {content}
      </a>
    );
  return (
    <Link href={href} className={toClass(look, className)}>
      {content}
    </Link>
  );
}
