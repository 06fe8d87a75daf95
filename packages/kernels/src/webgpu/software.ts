/** Names of adapters that are a CPU in disguise. */
export const SOFTWARE = /swiftshader|llvmpipe|lavapipe|software|basic render/i;
