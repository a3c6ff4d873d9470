import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{app,main,renderer,tests}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**'],
    globalSetup: ['tests/build-kernels.ts'],
    // ONNX Runtime must not be torn down inside a worker thread while it runs.
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A second, the default, is not enough on a machine that does much else.
    expect: { poll: { timeout: 30_000 } },
  },
});
