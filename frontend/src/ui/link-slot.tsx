import { createContext, useContext } from 'react';
import type { AnchorHTMLAttributes, ComponentType, ReactNode, Ref } from 'react';

export type LinkSlotProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & {
  href: string;
  ref?: Ref<HTMLAnchorElement> | undefined;
  /** The picture in it stands on the next page, too: the change of pages may be shown as its growing. */
  hasSharedPicture?: boolean;
};

const Slot = createContext<ComponentType<LinkSlotProps> | null>(null);

/** Gives every link of `ui` the router's way of going there, without `ui` knowing the router. */
export function LinkSlot(props: { component: ComponentType<LinkSlotProps>; children: ReactNode }) {
  return <Slot value={props.component}>{props.children}</Slot>;
}

/** A link inside the app. A plain anchor when no router has filled the slot. */
export function Link(props: LinkSlotProps) {
  const Component = useContext(Slot);
  if (Component) return <Component {...props} />;
  const { hasSharedPicture: _, ...rest } = props;
  return <a {...rest} />;
}
