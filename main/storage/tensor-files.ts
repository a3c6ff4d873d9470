import type { TensorFiles } from './checkpoints.ts';
import { SafetensorsFile, writeSafetensors } from './safetensors.ts';

/** Checkpoints as float32 safetensors. */
export const tensorFiles: TensorFiles = {
  write: (path, tensors) => writeSafetensors(path, tensors),
  read: async (path) => {
    const file = await SafetensorsFile.open(path);
    try {
      const tensors = [];
      for (const { name, shape } of file.tensors.values())
        tensors.push({ name, shape, data: await file.read(name) });
      return tensors;
    } finally {
      await file.close();
    }
  },
};
