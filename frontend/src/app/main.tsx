import '#pages/first-pictures.ts';
import '#ui/fonts.css';
import '#ui/tokens.css';
import '#ui/foundation.css';
import '#ui/theme.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { readLocation } from '#router/history.ts';
import { findStanding, Router } from '#router/router.tsx';
import { startLanguage } from '#words/language.ts';
import { Speaking } from '#words/speaking.tsx';
import { App } from './app.tsx';
import { startWorker } from './new-version.ts';
import { routes } from './routes.tsx';
import { Starting } from './starting.tsx';
import { showUnspoken } from './unspoken.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
/**
 * A page that came beside the script is the first that is drawn; for one that did not, the app is not kept waiting. A phone
 * takes this long to run a page that is here, and longer to draw something else first.
 */
const BESIDE_MS = 300;
const tooLate = () => new Promise<undefined>((resolve) => setTimeout(resolve, BESIDE_MS));

startLanguage().then(
  async () => {
    const first = await Promise.race([findStanding(routes, readLocation()), tooLate()]);
    createRoot(root).render(
      <StrictMode>
        <Speaking>
          <Router routes={routes} first={first} whileLoading={<Starting />}>
            <App />
          </Router>
        </Speaking>
      </StrictMode>,
    );
  },
  () => showUnspoken(root),
);
/** The worker fetches the rest of the app: the first photos come before it. */
const FIRST_PHOTOS_MS = 4_000;
addEventListener('load', () => setTimeout(() => void startWorker(), FIRST_PHOTOS_MS));
