import { useEffect, useRef, useState } from 'react';
import type { PredictedFile } from '../../../app/contract/inference.ts';
import type { InferencePrecision } from '../../../app/devices.ts';
import { onStudio, studio } from '../../api/studio.ts';
import { upload } from '../../api/upload.ts';

/** One job of predicting a file at a time: started, followed, cancelled. */
export function useFilePrediction() {
  const [job, setJob] = useState<string | null>(null);
  const [rows, setRows] = useState(0);
  const [result, setResult] = useState<PredictedFile | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const current = useRef<string | null>(null);
  current.current = job;
  useEffect(
    () => onStudio('inference.rows', (told) => told.job === current.current && setRows(told.rows)),
    [],
  );
  const cancel = () => {
    if (job) void studio.invoke('inference.cancelFile', { job });
  };
  const start = async (model: string, file: File, precision: InferencePrecision) => {
    const id = crypto.randomUUID();
    setJob(id);
    setRows(0);
    setResult(null);
    setError(null);
    try {
      const { handle } = await upload(file);
      setResult(await studio.invoke('inference.predictFile', { model, handle, job: id, precision }));
    } catch (problem) {
      if ((problem as { code?: string }).code !== 'cancelled') setError(problem as Error);
    } finally {
      setJob(null);
    }
  };
  return { running: job !== null, rows, result, error, start, cancel };
}
