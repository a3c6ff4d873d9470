import type { MessageBoxOptions } from 'electron';

// The first button is the one that agrees; Escape and Return do not.

export const QUIT_QUESTION: MessageBoxOptions = {
  type: 'question',
  message: 'A run is going.',
  detail: 'Save it and quit: it can be resumed later from this step. Or let it go on.',
  buttons: ['Save and Quit', 'Keep Training'],
  defaultId: 1,
  cancelId: 1,
};

export const LEAVE_QUESTION: MessageBoxOptions = {
  type: 'warning',
  message: 'The run is still being saved.',
  detail: 'Quitting at once loses what came after its last checkpoint.',
  buttons: ['Quit at Once', 'Wait'],
  defaultId: 1,
  cancelId: 1,
};
