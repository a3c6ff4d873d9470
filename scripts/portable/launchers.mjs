// The files of a portable folder that a person starts or reads.

const SH = (script) => `#!/bin/sh
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
exec "$here/node/node" "$here/studio/${script}" "$@"
`;
const CMD = (script) => `@echo off\r
chcp 65001 >nul\r
"%~dp0node\\node.exe" "%~dp0studio\\${script}" %*\r
if errorlevel 1 pause\r
`;
/** A terminal that closes at once would take its message with it. */
const DESKTOP = `[Desktop Entry]
Type=Application
Name=BERT Studio
Comment=Learn, train and look inside BERT, offline
Terminal=true
Exec=sh -c 'here=$(dirname "$1"); sh "$here/start.sh" || read -r _' sh %k
`;

const WORDS = {
  win32: {
    start: 'start.cmd',
    check: 'check.cmd',
    first: 'Windows may ask once whether to run it: choose "More info", "Run anyway".',
  },
  darwin: {
    start: 'start.command',
    check: 'check.command',
    first: 'The first time, click it with the right button and choose Open.',
  },
  linux: {
    start: 'start.sh',
    check: 'check.sh',
    first: 'Or double-click "BERT Studio", and allow it to be launched. In a terminal: sh start.sh',
  },
};

const README = (
  system,
  { start, check, first },
) => `BERT Studio: learn, train and look inside BERT. No network, no account, nothing to install.

1. Copy this whole folder from the stick to your computer, to the desktop for one.
2. Double-click ${start}. ${first}
3. The studio opens in your browser; if it does not, open the link that is printed. It needs a current Chrome, Edge or Firefox.
   Leave the black window open: it is the studio. Closing it ends the studio; a run that was going can be resumed.

Everything you do is kept in the folder "data" beside this file, and nowhere else. To remove the studio, delete the folder.
${check} says whether the copy is whole.
${system === 'win32' ? 'Where models do not load, "start.cmd doctor" in a terminal says why; most often the Microsoft Visual C++ runtime is missing.\n' : ''}
In a terminal: ${system === 'win32' ? 'start.cmd' : `./${start}`} --help. Give names of files in full.
Licence: LICENSE; models, data and libraries: NOTICE and studio/node_modules; Node.js: node/LICENSE.
`;

/** @returns text by name, and whether it can be started. */
export function launchersFor(platform) {
  const [system] = platform.split('-');
  const words = WORDS[system];
  const script = system === 'win32' ? CMD : SH;
  return [
    { name: words.start, text: script('start.mjs'), runs: true },
    { name: words.check, text: script('check.mjs'), runs: true },
    ...(system === 'linux' ? [{ name: 'BERT Studio.desktop', text: DESKTOP, runs: true }] : []),
    {
      name: 'README.txt',
      text: README(system, words).replaceAll('\n', system === 'win32' ? '\r\n' : '\n'),
      runs: false,
    },
  ];
}
