import type { ReactNode } from 'react';
import { ErrorBoundary, useErrorBoundary } from 'react-error-boundary';
import { LoadError } from '../loading/chunk.ts';
import { reloadPage } from '../lab/stored/windows.ts';
import styles from '../shared/fault.module.css';

interface BoundaryProps {
  /** What fails, as the beginning of a sentence: “The chart”. */
  what: string;
  /** Of the element that takes the place of what failed. */
  className?: string;
  /** What saves settings and networks, where nothing else on the page may still work. */
  rescue?: ReactNode;
  /** Called before what failed is shown again. */
  onRetry?: () => void;
  children: ReactNode;
}

/**
 * A part of the page whose failure leaves all others as they are. Workers, runs and settings live outside of all
 * components: nothing of them is lost.
 */
export function Boundary({ what, className, rescue, onRetry, children }: BoundaryProps) {
  return (
    <ErrorBoundary onReset={onRetry} fallback={<Fault {...{ what, className, rescue }} />}>
      {children}
    </ErrorBoundary>
  );
}

function Fault({ what, className, rescue }: Omit<BoundaryProps, 'children' | 'onRetry'>) {
  const { error, resetBoundary } = useErrorBoundary();
  return (
    <div className={`${styles.fault} ${className ?? ''}`} role="alert" data-testid="fault">
      <p>{faultText(error, what)}</p>
      <div className={styles.buttons}>
        <button type="button" onClick={resetBoundary}>
          Try again
        </button>
        {(rescue || error instanceof LoadError) && (
          <button type="button" onClick={rescue ? reloadPage : () => location.reload()}>
            Reload the page
          </button>
        )}
      </div>
      {rescue}
    </div>
  );
}

function faultText(error: unknown, what: string): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof LoadError) return message;
  return `${what} stopped working (${message.replace(/\.$/, '')}). The rest of the page, the networks and the settings are unaffected.`;
}
