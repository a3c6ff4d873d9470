import { expect, it } from 'vitest';
import { SENTIMENT, TINY_CONFIG } from '../../tests/support/tiny-model.ts';
import { BertModel } from './bert-model.ts';

it('compiles a graph again where the device refused it, and gives the device back all the same', async () => {
  const logits = { dtype: 'float32', shape: [1, 2], data: Float32Array.of(1, 2) } as const;
  const done: string[] = [];
  let refusals = 2;
  const model = new BertModel(TINY_CONFIG, [], {
    name: 'fake',
    async compile() {
      if (refusals-- > 0) throw new Error('out of memory');
      return {
        run: async () => new Map([['logits', logits]]),
        release: async () => void done.push('graph released'),
      };
    },
    dispose: async () => void done.push('device disposed'),
  });
  const ask = () =>
    model.sequenceLogits(SENTIMENT, [{ inputIds: Int32Array.of(2, 5, 3), tokenTypeIds: new Uint8Array(3) }]);

  await expect(ask()).rejects.toThrow('out of memory');
  await expect(ask()).rejects.toThrow('out of memory');
  expect(await ask()).toEqual(logits.data);
  await model.dispose();
  expect(done).toEqual(['graph released', 'device disposed']);
});
