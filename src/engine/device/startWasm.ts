/**
 * Starts the module of tfjs's wasm backend. Not by tfjs itself: whatever fails between its files and the running
 * module is lost there in a promise that never settles.
 */
import { loopsModule } from 'slimwave-kernels/wasm/loopsModule';
import { withSharedMemory } from 'slimwave-kernels/wasm/sharedMemory';
import { compile, isValid, webAssemblyProblem } from 'slimwave-base/wasm/support';

/** Reads the backend's binary, with 128-bit instructions or without. Rejects with the end of a sentence. */
export type WasmSource = (simd: boolean) => Promise<Uint8Array<ArrayBuffer>>;

/** The part of Emscripten's module in use here. */
interface EmscriptenModule {
  cwrap(this: void, name: string, result: 'number' | null, parameters: string[]): unknown;
  tfjs?: Record<string, unknown>;
}

type Imports = Record<string, Record<string, never>>;

interface FactoryOptions {
  instantiateWasm(
    imports: Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): object;
}

/** The running module, as tfjs's `BackendWasm` takes it. Rejects with the end of a sentence. */
export async function startWasm(source: WasmSource, shared: boolean): Promise<EmscriptenModule> {
  // Without it there is no need to load anything.
  const problem = webAssemblyProblem();
  if (problem !== undefined) throw new Error(problem);
  const binary = await source(isValid(loopsModule()));
  return (shared ? await sharing(binary) : undefined) ?? run(compile(binary));
}

/** With a memory that threads share; undefined where this browser has no room for one or does not allow it. */
async function sharing(binary: Uint8Array): Promise<EmscriptenModule | undefined> {
  try {
    return await run(compile(withSharedMemory(binary)));
  } catch {
    return undefined;
  }
}

async function run(module: WebAssembly.Module): Promise<EmscriptenModule> {
  const imported = await import('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js');
  const create = imported.default as unknown as (
    options: FactoryOptions,
  ) => PromiseLike<EmscriptenModule>;
  // In an object: some of Emscripten's modules can be waited for without end.
  const { wasm } = await new Promise<{ wasm: EmscriptenModule }>((resolve, reject) => {
    const instantiateWasm: FactoryOptions['instantiateWasm'] = (imports, done) => {
      try {
        const instance = new WebAssembly.Instance(module, imports);
        done(instance, module);
        return instance.exports;
      } catch (error) {
        reject(error);
        return {};
      }
    };
    create({ instantiateWasm }).then((started) => resolve({ wasm: started }), reject);
  });
  wasm.tfjs = namespaceOf(wasm);
  return wasm;
}

/** What tfjs's own start adds to the module. */
const namespaceOf = ({ cwrap }: EmscriptenModule): Record<string, unknown> => ({
  init: cwrap('init', null, []),
  initWithThreadsCount: cwrap('init_with_threads_count', null, ['number']),
  getThreadsCount: cwrap('get_threads_count', 'number', []),
  registerTensor: cwrap('register_tensor', null, ['number', 'number', 'number']),
  disposeData: cwrap('dispose_data', null, ['number']),
  dispose: cwrap('dispose', null, []),
});
