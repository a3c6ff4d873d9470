// `npm start -- ARGS`: sets everything up and runs the program; without arguments it says what there is to do.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, checkNode, installDependencies, root } from './setup.mjs';

checkNode();
installDependencies();
build();
const { main } = await import(pathToFileURL(join(root, 'dist/main/cli/main.js')).href);
const args = process.argv.slice(2);
process.exitCode = await main(args.length > 0 ? args : ['--help']);
