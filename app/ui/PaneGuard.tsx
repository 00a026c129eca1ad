/**
 * A guard around a pane: what breaks inside stays inside. The stores are untouched; the pane says what happened, offers the
 * work as a file and can be tried again. A class, because React knows no other way to catch.
 */
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from './Button.tsx';
import styles from './PaneGuard.module.css';

export interface PaneGuardProps {
  /** What broke, as people call it: `The inspector`. */
  readonly name: string;
  readonly onSave: () => void;
  readonly onBroken?: (error: unknown, info: ErrorInfo) => void;
  readonly children: ReactNode;
}

interface PaneGuardState {
  readonly broken: string | undefined;
}

export class PaneGuard extends Component<PaneGuardProps, PaneGuardState> {
  static getDerivedStateFromError(error: unknown): PaneGuardState {
    return { broken: error instanceof Error ? error.message : String(error) };
  }

  override state: PaneGuardState = { broken: undefined };

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    this.props.onBroken?.(error, info);
  }

  override render(): ReactNode {
    const { broken } = this.state;
    if (broken === undefined) return this.props.children;
    return (
      <div className={styles['broken']} role="alert">
        <p className={styles['head']}>{this.props.name} broke. Your design is safe.</p>
        <p className={styles['why']}>{broken}</p>
        <div className={styles['actions']}>
          <Button look="primary" onClick={() => this.setState({ broken: undefined })}>
            Try again
          </Button>
          <Button onClick={this.props.onSave}>Save design as a file</Button>
        </div>
      </div>
    );
  }
}
