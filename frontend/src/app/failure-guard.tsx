import { Component, type ReactNode } from 'react';
import { FailedPage } from './failed-page.tsx';

interface Props {
  /** Another one is another attempt. */
  readonly attempt: string;
  readonly children: ReactNode;
}

/** What fails below is said in its place; what stands around it stays. */
export class FailureGuard extends Component<Props, { readonly error?: unknown; readonly attempt?: string }> {
  override state: { readonly error?: unknown; readonly attempt?: string } = {};

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }
  static getDerivedStateFromProps({ attempt }: Props, state: { readonly attempt?: string }) {
    return state.attempt === attempt ? null : { attempt, error: undefined };
  }

  override render() {
    const { error } = this.state;
    return error === undefined ? this.props.children : <FailedPage error={error} />;
  }
}
