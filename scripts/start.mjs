#!/usr/bin/env node
// `npm start -- ARGS`. What an old Node could not read comes after it had the chance to say so.
import { refuseOldNode } from './old-node.mjs';

refuseOldNode();
import('./program.mjs');
