import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';

const manager = Toast.createToastManager();
const SECONDS = 8;

interface ToastOptions {
  /** Takes back what the toast tells of. */
  readonly undo?: () => void;
}

/** Says what was done, for a while, with Undo where it can be taken back. F6 moves the focus there. */
export function toast(words: string, { undo }: ToastOptions = {}): void {
  const id = manager.add({
    title: words,
    timeout: SECONDS * 1000,
    ...(undo && {
      actionProps: {
        children: 'Undo',
        onClick: () => {
          manager.close(id);
          undo();
        },
      },
    }),
  });
}

/** Says what did not work, where a view has no place of its own for it. */
export function tellFailure(problem: unknown): void {
  toast((problem as Error).message);
}

/** Where toasts appear; once in the window. */
export function ToastHost() {
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="toasts">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((each) => (
    <Toast.Root key={each.id} toast={each} className="toast">
      <Toast.Content className="toast-words">
        <Toast.Title render={<p />} />
        {each.actionProps && <Toast.Action className="button small" />}
        <Toast.Close className="icon-button" aria-label="Close">
          <X size={16} aria-hidden="true" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
