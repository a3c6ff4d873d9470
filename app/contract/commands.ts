/** What the event `command` carries. */
type ViewCommand = `view:${'learn' | 'data' | 'train' | 'runs' | 'try' | 'settings'}`;
export type CommandId = 'palette' | 'shortcuts' | ViewCommand;

/** The keys of both shells, for menu and window alike. `Mod` is Ctrl, on a Mac Command. */
export const COMMAND_KEYS: Readonly<Record<CommandId, string>> = {
  palette: 'Mod+K',
  'view:learn': 'Mod+1',
  'view:data': 'Mod+2',
  'view:train': 'Mod+3',
  'view:runs': 'Mod+4',
  'view:try': 'Mod+5',
  'view:settings': 'Mod+,',
  shortcuts: '?',
};
