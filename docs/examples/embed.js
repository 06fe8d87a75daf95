/*
 * How a page talks with Slimwave in a frame. Every message has `slimwave: 1` and a `type`; see docs/embedding.md.
 */

/** Where Slimwave is: here from the address of this page, so that the tests can choose; usually a constant. */
const address = new URL(new URLSearchParams(location.search).get('slimwave') ?? '../../', location);
const frame = document.getElementById('slimwave');
frame.src = new URL(location.hash || frame.dataset.src, address).href;

const element = (id) => document.getElementById(id);
const say = (type, more = {}) =>
  frame.contentWindow.postMessage({ slimwave: 1, type, ...more }, address.origin);

element('train').addEventListener('click', () => say('train'));
element('pause').addEventListener('click', () => say('pause'));
element('step').addEventListener('click', () => say('step'));
element('rank').addEventListener('click', () => say('set', { settings: { 'b.rank': 8 } }));

const listen = {
  ready({ version, isolated }) {
    element('said').textContent = `Slimwave ${version}, ${isolated ? 'isolated' : 'not isolated'}`;
  },
  progress({ share }) {
    element('share').value = share;
  },
  done({ networks }) {
    element('errors').replaceChildren(
      ...Object.entries(networks).map(([id, { parameters, testError }]) => {
        const item = document.createElement('li');
        item.textContent = `${id.toUpperCase()}: ${parameters} parameters, ${(100 * testError).toFixed(1)} %`;
        return item;
      }),
    );
  },
  prediction({ question, guess }) {
    element('said').textContent = `Predicted ${question}: ${JSON.stringify(guess)}`;
  },
  height({ height }) {
    if (element('fit').checked) frame.height = height;
  },
  key({ key }) {
    // A presentation would turn its page here.
    element('said').textContent = `Key: ${key}`;
  },
  answer({ to, ok, message = 'done' }) {
    element('said').textContent = `${to}: ${ok ? 'yes' : 'no'}, ${message}`;
  },
};

window.addEventListener('message', ({ source, origin, data }) => {
  if (source !== frame.contentWindow || origin !== address.origin) return;
  if (data?.slimwave === 1) listen[data.type]?.(data);
});
