import { Link } from 'react-router';
import type { LinkSlotProps } from '#ui/link-slot.tsx';
import { mayMove } from '#ui/shared-element.ts';

/** Fills `ui`'s link slot: addresses of this app change the page without loading it anew. */
export function RouterLink({ href, ref, hasSharedPicture, ...rest }: LinkSlotProps) {
  return <Link to={href} viewTransition={hasSharedPicture === true && mayMove()} {...(ref && { ref })} {...rest} />;
}
