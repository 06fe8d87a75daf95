import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startWasm } from './startWasm.ts';

let simd: Uint8Array<ArrayBuffer>;
let plain: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
  const { resolve } = createRequire(import.meta.url);
  const file = async (kind: string) =>
    new Uint8Array(
      await readFile(resolve(`@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm${kind}.wasm`)),
    );
  [simd, plain] = [await file('-simd'), await file('')];
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const memoryOf = (module: object) =>
  (module as { asm: { memory: WebAssembly.Memory } }).asm.memory.buffer;

describe('startWasm', () => {
  it('starts both builds, and asks for the one that the browser can run', async () => {
    const source = vi.fn((wide: boolean) => Promise.resolve(wide ? simd : plain));
    await startWasm(source, false);
    expect(source).toHaveBeenLastCalledWith(true);
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    await startWasm(source, false);
    expect(source).toHaveBeenLastCalledWith(false);
  });

  it('shares the memory where that is wanted, and goes without where it can’t', async () => {
    const source = () => Promise.resolve(simd);
    expect(memoryOf(await startWasm(source, true))).toBeInstanceOf(SharedArrayBuffer);
    // A browser that has no room for a memory of that kind.
    const { Instance } = WebAssembly;
    let refused = 0;
    vi.spyOn(WebAssembly, 'Instance').mockImplementation(function instance(
      module: WebAssembly.Module,
      imports?: WebAssembly.Imports,
    ) {
      const made = new Instance(module, imports);
      const { memory } = made.exports;
      if (!(memory instanceof WebAssembly.Memory) || memory.buffer instanceof ArrayBuffer)
        return made;
      refused++;
      throw new RangeError('could not allocate memory');
    });
    expect(memoryOf(await startWasm(source, true))).toBeInstanceOf(ArrayBuffer);
    expect(refused).toBe(1);
  });

  it('needs neither `instantiate` nor `compile`', async () => {
    const broken = () => {
      throw new Error('switched off');
    };
    vi.spyOn(WebAssembly, 'instantiate').mockImplementation(broken);
    vi.spyOn(WebAssembly, 'compile').mockImplementation(broken);
    await expect(startWasm(() => Promise.resolve(simd), false)).resolves.toBeDefined();
  });

  it('tells of a file that is cut', async () => {
    const cut = startWasm(() => Promise.resolve(simd.slice(0, 100_000)), false);
    await expect(cut).rejects.toThrow(/^The WebAssembly code is damaged or cut \(/);
  });

  it('passes on why there is no file', async () => {
    const missing = startWasm(() => Promise.reject(new Error('no file.')), false);
    await expect(missing).rejects.toThrow('no file.');
  });

  it('passes on why a module can’t run', async () => {
    const { Instance } = WebAssembly;
    vi.spyOn(WebAssembly, 'Instance').mockImplementation(function instance(
      module: WebAssembly.Module,
      imports?: WebAssembly.Imports,
    ) {
      if (Object.keys(imports ?? {}).length > 0) throw new RangeError('no memory for it');
      return new Instance(module, imports);
    });
    await expect(startWasm(() => Promise.resolve(simd), false)).rejects.toThrow('no memory for it');
  });

  it('loads nothing where WebAssembly is missing or forbidden, and says what is needed', async () => {
    const source = vi.fn(() => Promise.resolve(simd));
    vi.spyOn(WebAssembly, 'Module').mockImplementation(function module() {
      throw new WebAssembly.CompileError('violates the policy');
    });
    await expect(startWasm(source, false)).rejects.toThrow(
      /script-src 'wasm-unsafe-eval' \(violates the policy\)/,
    );
    vi.stubGlobal('WebAssembly', undefined);
    await expect(startWasm(source, false)).rejects.toThrow('This browser has no WebAssembly');
    expect(source).not.toHaveBeenCalled();
  });
});
