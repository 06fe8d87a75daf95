import { countOf } from '../shared/numbers.ts';
import { useOffline, type OfflineState } from '../offline/offline.ts';
import { setOffline } from '../offline/start.ts';
import { browserWorld } from '../offline/world.ts';
import { coresHere } from '../../worker/threads.ts';

/** Whether the page keeps itself for use without a network, and what a reload would gain. */
export function OfflineSetting() {
  const state = useOffline();
  return (
    <>
      <label>
        <input
          type="checkbox"
          checked={state.status !== 'off'}
          onChange={({ target }) => void setOffline(browserWorld(), target.checked)}
        />{' '}
        Keep this page for use without a network
      </label>
      <p className="muted" data-testid="offline">
        {sentenceOf(state)}
      </p>
      {state.isolates && (
        <p>
          <span>{`After a reload, up to ${countOf(coresHere(), 'thread')} can compute a network here. `}</span>
          <button type="button" onClick={() => location.reload()}>
            Reload
          </button>
        </p>
      )}
    </>
  );
}

function sentenceOf({ status, reason }: OfflineState): string {
  switch (status) {
    case 'waiting':
      return 'It is kept as soon as everything is loaded.';
    case 'filling':
      return 'It is being kept.';
    case 'ready':
      return 'It is kept: the page also opens, trains and saves without a network.';
    case 'off':
      return 'Nothing is kept: without a network the page does not open.';
    case 'unavailable':
      return reason ?? 'It can’t be kept here.';
    default:
      return status satisfies never;
  }
}
