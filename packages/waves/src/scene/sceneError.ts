/** The scene can't be simulated as it is; the message says why and what to do. */
export class SceneError extends Error {
  override name = 'SceneError';
}
