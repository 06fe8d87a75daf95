import { useLab } from '../state.ts';
import { listen } from './events.ts';
import { keepEndedRuns } from './stored/keeping.ts';
import { offerStored, withdrawOffers } from './stored/offer.ts';
import { openAddress, openFirst } from './settings.ts';
import { refreshStage } from './stage.ts';
import { keepAwake } from './wakingClock.ts';
import { startBackends } from './workers.ts';

/** Reads the link, starts the wave and the backends. Call once. */
export function startLab(): void {
  listen();
  keepAwake(useLab.subscribe);
  keepEndedRuns();
  withdrawOffers();
  void offerStored();
  window.addEventListener('hashchange', openAddress);
  if (!openFirst()) refreshStage();
  startBackends();
}
