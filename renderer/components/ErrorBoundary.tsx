import { Component, type ReactNode } from 'react';
import { Empty } from './Empty.tsx';

interface ErrorBoundaryProps {
  /** What broke, as the person knows it. */
  readonly name: string;
  readonly children: ReactNode;
}

/** A fault of the studio's own in one view: said there, while the rest of the window and all runs go on. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <Empty title={`${this.props.name} cannot be shown`}>
        <p>
          This is a fault of the studio, not of anything you did. Runs go on and nothing is lost. It says:{' '}
          <code>{error.message}</code>
        </p>
        <button type="button" className="button" onClick={() => this.setState({ error: null })}>
          Show it again
        </button>
      </Empty>
    );
  }
}
