import { z } from 'zod';
import { request } from './request.ts';
import { runId } from './runs.ts';

const EXPORT_FORMATS = ['huggingface', 'onnx', 'python'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface Exported {
  /** Where it lies, for a person to open. */
  readonly path: string;
  readonly bytes: number;
  /** Names it at `./download/<handle>`, where a folder comes as a zip file; for as long as the studio is open. */
  readonly handle: string;
  /** What such a download is called. */
  readonly name: string;
}

export interface ExportProgress {
  readonly id: string;
  /** On the disk so far. */
  readonly bytes: number;
}

export const exportRequests = {
  /** Writes a run's model, or the script that does the run again, into the studio's folder of exports. */
  'runs.export': request<Exported>()(
    z.strictObject({
      id: runId,
      /** A checkpoint of the run; the best, or the last, where none is named. */
      checkpoint: z
        .string()
        .regex(/^checkpoint-\d+$/)
        .optional(),
      format: z.enum(EXPORT_FORMATS),
      precision: z.enum(['float32', 'float16', 'int8']).default('float32'),
    }),
  ),
};
