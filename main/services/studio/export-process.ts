// A process that writes one export, and ends: weights are large, and the studio goes on answering meanwhile.
import { transferError } from '../../../app/transferred-error.ts';
import { parent } from '../../workers/parent.ts';
import { exportModel } from '../export.ts';
import { exportPythonScript } from '../python-export.ts';
import type { ExportQuestion } from './exports.ts';

parent.onMessage(async ({ source, target, format, precision }: ExportQuestion) => {
  try {
    if (format === 'python') await exportPythonScript(source, target);
    else await exportModel(source, target, format, precision);
    parent.send({ ok: true, value: null });
  } catch (error) {
    parent.send({ ok: false, error: transferError(error) });
  }
  parent.leave();
});
process.on('SIGINT', () => {});
parent.onGone(() => process.exit());
