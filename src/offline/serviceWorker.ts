/**
 * The service worker: the page without a network, and cross-origin isolation on servers that do not send its headers.
 *
 * It takes over as soon as it comes, since it does not depend on the version of the page: pages come from the network
 * if there is one, and files whose names bear a hash from the shelf, which keeps those of earlier versions for the
 * pages that are open. What fails in here is answered by the network, as if there were no worker.
 */
import { answer, answeredPath, isWayOut } from './answering.ts';
import type { OfflineAnswer, OfflineCommand, SiteBuild } from './protocol.ts';
import { Shelf } from './shelf.ts';

/** Put in place by the build: scripts/offline.mjs. */
declare const SITE_BUILD: SiteBuild;

const site: SiteBuild = SITE_BUILD;

const worker = self as unknown as ServiceWorkerGlobalScope;
const { scope } = worker.registration;
const get: typeof fetch = (...request) => fetch(...request);
const shelf = new Shelf(scope, site, caches, get, () => Date.now());

worker.addEventListener('install', () => void worker.skipWaiting());

worker.addEventListener('activate', (event) => {
  // Not waited for: what pages load waits until this worker is active, and in Firefox the claim waits for workers of
  // theirs that are being loaded.
  worker.clients.claim().catch(() => {});
  event.waitUntil(Promise.allSettled([worker.registration.navigationPreload?.enable()]));
});

/** Pages that have come by the way out. Should this worker be started anew, there is nothing on its shelf. */
const passedBy = new Set<string>();

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (passedBy.has(event.clientId)) return;
  const path = answeredPath(request, scope, site.files);
  if (path === undefined) return;
  if (isWayOut(request)) {
    if (event.resultingClientId !== '') passedBy.add(event.resultingClientId);
    // Not left to the page: its code may be what is damaged here.
    event.waitUntil(Promise.allSettled([worker.registration.unregister(), shelf.end()]));
    return;
  }
  const preloaded = async () => (await event.preloadResponse) as Response | undefined;
  event.respondWith(answer(request, path, shelf, preloaded, get).catch(() => fetch(request)));
});

async function obey(command: OfflineCommand): Promise<OfflineAnswer> {
  if (command.type === 'version') return { type: 'version', version: site.version };
  try {
    if (command.type === 'end') {
      await shelf.end();
      return { type: 'ended' };
    }
    await shelf.fill(command.all);
    return { type: 'filled' };
  } catch (error) {
    return { type: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

worker.addEventListener('message', (event) => {
  const port = event.ports[0];
  const done = obey(event.data as OfflineCommand).then((told) => port?.postMessage(told));
  event.waitUntil(done);
});
