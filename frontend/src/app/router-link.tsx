import { isHere, isOurs, useLocation, useNavigate } from '#router/router.tsx';
import type { LinkSlotProps } from '#ui/link-slot.tsx';
import { mayMove } from '#ui/shared-element.ts';

/** Fills `ui`'s link slot: addresses of this app change the page without loading it anew. */
export function RouterLink({ href, onClick, hasSharedPicture = false, ...rest }: LinkSlotProps) {
  const navigate = useNavigate();
  const at = useLocation();
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        onClick?.(event);
        if (!isOurs(event)) return;
        event.preventDefault();
        void navigate(href, { replace: isHere(href, at), hasTransition: hasSharedPicture && mayMove() });
      }}
    />
  );
}
