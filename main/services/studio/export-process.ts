// A process that writes one export, and ends: weights are large, and the studio goes on answering meanwhile.
import { answerOnce } from '../../workers/answering.ts';
import { exportModel } from '../export.ts';
import { exportPythonScript } from '../python-export.ts';
import type { ExportQuestion } from './exports.ts';

answerOnce(async ({ source, target, format, precision }: ExportQuestion) => {
  if (format === 'python') await exportPythonScript(source, target);
  else await exportModel(source, target, format, precision);
  return null;
});
