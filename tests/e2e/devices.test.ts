import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pointToSoftwareGpu } from '../support/software-gpu.ts';
import { CHROMIUM, choose, openStudio, type StudioPage, WITH_CHROMIUM } from './studio-page.ts';

describe.skipIf(CHROMIUM === null)(`devices in Settings${WITH_CHROMIUM}`, () => {
  let studio: StudioPage;

  beforeAll(async () => {
    pointToSoftwareGpu();
    studio = await openStudio();
    await studio.page.evaluate('location.hash = "settings"');
  });
  afterAll(async () => studio?.close());

  const section = () => studio.page.getByRole('region', { name: 'Devices' });

  test('each kind is there with its speed, or not with the reason and the remedy', async () => {
    const devices = section().getByRole('listitem');
    await expect.poll(() => devices.count(), { timeout: 30_000 }).toBe(4);
    expect(await devices.first().textContent()).toMatch(/cpu, .* GB.*training.*not measured/);
    const absent = devices.filter({ hasText: 'Not here.' });
    for (const text of await absent.allTextContents()) expect(text).toMatch(/Not here\. .+\. .+\./);
    expect(await absent.filter({ hasText: 'tfjs' }).textContent()).toMatch(/npm install @tensorflow/);
  });

  test('where models are asked is chosen among those that are here, and kept', async () => {
    await choose(studio.page, 'Models are asked on', 'Processor (cpu)');
    await studio.page.reload();
    const choice = section().getByRole('combobox', { name: 'Models are asked on' });
    await expect.poll(() => choice.textContent(), { timeout: 30_000 }).toMatch(/Processor \(cpu\)/);
    expect(studio.complaints).toEqual([]);
  });
});
