import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './App.tsx';
import { useNavigation } from './stores/navigation.ts';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/blocks.css';
import './styles/buttons.css';
import './styles/fields.css';
import './styles/controls.css';
import './styles/folds.css';
import './styles/blanks.css';
import './styles/overlays.css';
import './styles/forced-colors.css';
import { prepareViews } from './views.ts';

// The page's policy forbids code made from strings.
z.config({ jitless: true });

// Not awaited: what other views share is in this file, and they would wait for it in turn.
void prepareViews(useNavigation.getState().view).then(() =>
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
);
