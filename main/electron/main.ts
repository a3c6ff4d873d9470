import * as electron from 'electron';
import { createStudio } from '../services/studio/studio.ts';
import { Desktop } from './desktop.ts';
import { utilityWorkers } from './utility-worker.ts';

// Electron's entry, and with preload.cts the only place that imports it.

new Desktop(electron, () => createStudio('electron', utilityWorkers(electron))).start();
