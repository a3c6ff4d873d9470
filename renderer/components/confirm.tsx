import { AlertDialog } from '@base-ui/react/alert-dialog';
import { create } from 'zustand';

interface Question {
  readonly title: string;
  /** What will happen, and whether it can be taken back. */
  readonly text: string;
  /** What the button that goes ahead says: a verb. */
  readonly action: string;
  readonly cancel?: string;
}

const useQuestion = create<{
  readonly question: Question | null;
  readonly answer: (yes: boolean) => void;
}>(() => ({ question: null, answer: () => {} }));

/** Asks before what cannot be taken back. Where it can, do it and offer Undo in a toast instead. */
export function confirm(question: Question): Promise<boolean> {
  return new Promise((resolve) => {
    useQuestion.setState({
      question,
      answer: (yes) => {
        useQuestion.setState({ question: null });
        resolve(yes);
      },
    });
  });
}

/** Where `confirm` shows its questions; once in the window. */
export function ConfirmHost() {
  const { question, answer } = useQuestion();
  return (
    <AlertDialog.Root open={question !== null} onOpenChange={(open) => !open && answer(false)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className="dialog">
          <header className="dialog-head">
            <AlertDialog.Title>{question?.title}</AlertDialog.Title>
          </header>
          <AlertDialog.Description className="dialog-body">{question?.text}</AlertDialog.Description>
          <footer className="dialog-foot">
            <AlertDialog.Close className="button">{question?.cancel ?? 'Cancel'}</AlertDialog.Close>
            <button type="button" className="button primary" onClick={() => answer(true)}>
              {question?.action}
            </button>
          </footer>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
