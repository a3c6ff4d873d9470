import * as electron from 'electron';
import { Desktop } from './desktop.ts';

// Electron's entry, and with preload.cts the only place that imports it.

new Desktop(electron).start();
