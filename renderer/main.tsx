import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './App.tsx';
import { useNavigation } from './stores/navigation.ts';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/overlays.css';
import { prepareViews } from './views.ts';

// The page's policy forbids code made from strings.
z.config({ jitless: true });

await prepareViews(useNavigation.getState().view);
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
