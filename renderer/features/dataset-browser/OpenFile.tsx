import { useRef, useState } from 'react';
import { upload } from '../../api/upload.ts';
import { Failure } from '../../components/Failure.tsx';
import { useNavigation } from '../../stores/navigation.ts';

const ENDINGS = '.csv,.tsv,.json,.jsonl,.parquet,.conll,.iob2,.txt';

/** Hands a chosen or dropped file over and shows what is in it. */
export function useFileOpener() {
  const open = useNavigation((state) => state.open);
  const [state, setState] = useState<{ busy: boolean; error: Error | null }>({ busy: false, error: null });
  const take = async (file: File | undefined) => {
    if (!file) return;
    setState({ busy: true, error: null });
    try {
      const { handle } = await upload(file);
      setState({ busy: false, error: null });
      open('data', { open: handle });
    } catch (error) {
      setState({ busy: false, error: error as Error });
    }
  };
  return { ...state, take };
}

export function OpenFile({ opener }: { readonly opener: ReturnType<typeof useFileOpener> }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={ENDINGS}
        hidden
        aria-label="Data file"
        onChange={({ target }) => void opener.take(target.files?.[0])}
      />
      <button
        type="button"
        className="button small"
        disabled={opener.busy}
        onClick={() => input.current?.click()}
      >
        {opener.busy ? 'Opening …' : 'Open file'}
      </button>
      {opener.error && <Failure error={opener.error} />}
    </>
  );
}
