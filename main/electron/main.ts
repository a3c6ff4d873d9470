import * as electron from 'electron';
import { openStudio } from '../services/studio/open-studio.ts';
import { Desktop } from './desktop.ts';
import { utilityWorkers } from './utility-worker.ts';

// Electron's entry, and with preload.cts the only place that imports it.

new Desktop(electron, () => openStudio('electron', utilityWorkers(electron))).start();
