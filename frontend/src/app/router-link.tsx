import { Link } from 'react-router';
import type { LinkSlotProps } from '#ui/link-slot.tsx';

/** Fills `ui`'s link slot: addresses of this app change the page without loading it anew. */
export function RouterLink({ href, ref, ...rest }: LinkSlotProps) {
  return <Link to={href} {...(ref && { ref })} {...rest} />;
}
