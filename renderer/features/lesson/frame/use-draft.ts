import { useEffect, useState } from 'react';

interface Draft {
  readonly draft: string;
  readonly setDraft: (draft: string) => void;
  /** Another text than the one in use, and not an empty one. */
  readonly edited: string | null;
}

/** What a learner writes over the text in use, until it is that text. */
export function useDraft(text: string): Draft {
  const [draft, setDraft] = useState(text);
  useEffect(() => setDraft(text), [text]);
  const typed = draft.trim();
  return { draft, setDraft, edited: typed === '' || typed === text ? null : typed };
}
