import { describe, expect, it } from 'vitest';
import { cudaProblem } from './cuda.ts';
import { graphicsCards, type System } from './graphics.ts';
import { findTfjs, type TfjsPackage } from './tfjs/find-tfjs.ts';
import { restoreIsNullOrUndefined } from './tfjs/load-tfjs.ts';

describe("ONNX Runtime's CUDA provider", () => {
  const linux = { platform: 'linux', arch: 'x64', packageFolder: '/ort' };

  it('is there with both of its libraries', () => {
    expect(cudaProblem({ ...linux, exists: () => true })).toBeNull();
  });

  it('says which library is missing where, and how to get it', () => {
    const problem = cudaProblem({ ...linux, exists: (path) => path.endsWith('shared.so') })!;
    expect(problem.reason).toBe('libonnxruntime_providers_cuda.so is not in /ort/bin/napi-v6/linux/x64.');
    expect(problem.remedy).toMatch(/CUDA 12 and cuDNN 9.*install\.js --onnxruntime-node-install=cuda12/);
  });

  it('is not offered where there is none for Node, and names what runs instead', () => {
    const problem = cudaProblem({ ...linux, platform: 'win32', exists: () => true })!;
    expect(problem.reason).toMatch(/win32-x64/);
    expect(problem.remedy).toMatch(/webgpu/);
  });
});

describe('TensorFlow.js', () => {
  const installed = (folders: Partial<Record<TfjsPackage, readonly string[]>>) => ({
    folderOf: (name: TfjsPackage) => (folders[name] ? `/${name}` : null),
    list: (folder: string) => {
      const [, name, version] = /^\/(@tensorflow\/[\w-]+)\/lib(?:\/(.+))?$/.exec(folder) ?? [];
      const files = folders[name as TfjsPackage] ?? [];
      return version === undefined ? ['napi-v8', 'README'] : files;
    },
  });

  it('is absent where it is not installed, with the command that installs it', () => {
    expect(findTfjs(installed({}))).toEqual({
      absence: {
        reason: 'TensorFlow.js is not installed.',
        remedy: expect.stringContaining('npm install @tensorflow/tfjs-node-gpu'),
      },
    });
  });

  it('is absent where its install script did not bring the native part', () => {
    const found = findTfjs(installed({ '@tensorflow/tfjs-node-gpu': [] }));
    expect(found).toEqual({
      absence: {
        reason: expect.stringContaining('without its native part'),
        remedy: expect.stringContaining('npm rebuild @tensorflow/tfjs-node-gpu'),
      },
    });
  });

  it('is the GPU package where both are whole, the other where only that is', () => {
    const binding = ['tfjs_binding.node'];
    const both = { '@tensorflow/tfjs-node-gpu': binding, '@tensorflow/tfjs-node': binding };
    expect(findTfjs(installed(both))).toEqual({ name: '@tensorflow/tfjs-node-gpu' });
    expect(findTfjs(installed({ ...both, '@tensorflow/tfjs-node-gpu': [] }))).toEqual({
      name: '@tensorflow/tfjs-node',
    });
  });

  it('finds the function that Node 23 took from util, and leaves one that is there', () => {
    const util: { isNullOrUndefined?: (value: unknown) => boolean } = {};
    restoreIsNullOrUndefined(util);
    expect([undefined, null, 0, ''].map((value) => util.isNullOrUndefined!(value))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    const own = () => false;
    const old = { isNullOrUndefined: own };
    restoreIsNullOrUndefined(old);
    expect(old.isNullOrUndefined).toBe(own);
  });
});

describe('graphics cards', () => {
  const system = (parts: Partial<System>): System => ({
    platform: 'linux',
    env: {},
    run: () => Promise.reject(new Error('not installed')),
    read: () => Promise.reject(new Error('missing')),
    list: () => Promise.resolve([]),
    ...parts,
  });

  it("are NVIDIA's with memory and driver, by nvidia-smi", async () => {
    const cards = await graphicsCards(
      system({ run: async () => 'NVIDIA GeForce RTX 4060, 8188, 550.54.14\n' }),
    );
    expect(cards).toEqual([
      { name: 'NVIDIA GeForce RTX 4060', memoryBytes: 8188 * 2 ** 20, driver: '550.54.14' },
    ]);
  });

  it("are others by Linux's own files, outputs of a card left out", async () => {
    const files: Record<string, string> = {
      vendor: '0x1002\n',
      device: '0x73df\n',
      uevent: 'DRIVER=amdgpu\nPCI_ID=1002:73DF\n',
      mem_info_vram_total: '12868124672\n',
    };
    const cards = await graphicsCards(
      system({
        list: async () => ['card0', 'card0-DP-1', 'renderD128'],
        read: async (path) => files[path.replace('/sys/class/drm/card0/device/', '')]!,
      }),
    );
    expect(cards).toEqual([{ name: 'AMD 0x73df', memoryBytes: 12_868_124_672, driver: 'amdgpu' }]);
  });

  it("are Windows' and the Mac's by what the systems report", async () => {
    const windows = await graphicsCards(
      system({
        platform: 'win32',
        run: async (program) => {
          if (program !== 'powershell.exe') throw new Error('not installed');
          return '{"Name":"Intel(R) Iris(R) Xe Graphics","DriverVersion":"31.0.101.4502"}';
        },
      }),
    );
    expect(windows).toEqual([
      { name: 'Intel(R) Iris(R) Xe Graphics', memoryBytes: null, driver: '31.0.101.4502' },
    ]);
    const mac = await graphicsCards(
      system({
        platform: 'darwin',
        run: async () =>
          '{"SPDisplaysDataType":[{"sppci_model":"Apple M3","spdisplays_mtlgpufamilysupport":"spdisplays_metal3"}]}',
      }),
    );
    expect(mac).toEqual([{ name: 'Apple M3', memoryBytes: null, driver: 'metal3' }]);
  });

  it('are none, rather than an error, where nothing tells', async () => {
    expect(await graphicsCards(system({ platform: 'win32' }))).toEqual([]);
    expect(await graphicsCards(system({ platform: 'freebsd' }))).toEqual([]);
  });
});
